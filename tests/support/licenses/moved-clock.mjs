// Loaded before a program so that a test can move its time: long timers and both clocks follow messages of the parent process.
// Plain JavaScript, since the program may run on a Node that strips no types.

const LONG_MS = 1000

const realTimeout = globalThis.setTimeout
const realClear = globalThis.clearTimeout
const realNow = Date.now.bind(Date)
const realMonotonic = performance.now.bind(performance)
const waiting = new Set()
let ahead = 0
const wallAhead = Number(process.env.TEST_CLOCK_AT ?? realNow()) - realNow()

Date.now = () => realNow() + wallAhead + ahead
performance.now = () => realMonotonic() + ahead

globalThis.setTimeout = (call, ms = 0, ...given) => {
  if (ms < LONG_MS) return realTimeout(call, ms, ...given)
  const timer = { at: performance.now() + ms, call: () => call(...given), unref: () => timer, ref: () => timer }
  waiting.add(timer)
  return timer
}
globalThis.clearTimeout = (timer) => {
  if (!waiting.delete(timer)) realClear(timer)
}

const pause = (ms) =>
  new Promise((resolve) => {
    realTimeout(resolve, ms)
  })

const realFetch = globalThis.fetch
const calls = { underWay: 0 }

globalThis.fetch = (...given) => {
  calls.underWay += 1
  return realFetch(...given).finally(() => {
    calls.underWay -= 1
  })
}

/** Until what was begun has been answered, and the answer was worked in. */
const quiet = async () => {
  await pause(0)
  while (calls.underWay > 0) await pause(1)
}

const advance = async (ms) => {
  const until = performance.now() + ms
  for (;;) {
    const due = [...waiting].filter(({ at }) => at <= until).toSorted((one, other) => one.at - other.at)[0]
    if (due === undefined) break
    waiting.delete(due)
    ahead += Math.max(0, due.at - performance.now())
    due.call()
    await quiet()
  }
  ahead += Math.max(0, until - performance.now())
  await pause(2)
}

process.on('message', (message) => {
  void advance(message.advance).then(() => process.send({ done: message.id }))
})
process.channel?.unref()
