import { getEventListeners } from 'node:events'
import { expect, test } from 'vitest'
import { createBell } from '../../../server/kernel/bell.ts'
import { silentLog } from '../../../server/kernel/log.ts'
import { repeatJob } from '../../../server/kernel/repeat-job.ts'

const job = (signal: AbortSignal) => ({ what: 'test', signal, log: silentLog })

/** A job that stops itself in its round of this number, and how many listeners its signal had in each. */
const listenersOf = async (rounds: number): Promise<number[]> => {
  const stopping = new AbortController()
  const counts: number[] = []
  await repeatJob({ ...job(stopping.signal), everyMs: 1 }, () => {
    counts.push(getEventListeners(stopping.signal, 'abort').length)
    if (counts.length === rounds) stopping.abort()
    return Promise.resolve()
  })
  return counts
}

test('a job that runs for years leaves nothing on its signal', async () => {
  expect(new Set(await listenersOf(20))).toEqual(new Set([0]))
})

test('a failed round is followed by the next', async () => {
  const stopping = new AbortController()
  let rounds = 0
  await repeatJob({ ...job(stopping.signal), wait: () => Promise.resolve() }, () => {
    rounds += 1
    if (rounds === 3) stopping.abort()
    return Promise.reject(new Error('broken'))
  })
  expect(rounds).toBe(3)
})

test('a bell that rang while nobody waited is heard once', async () => {
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  bell.ring()
  await bell.wait()
  let isOver = false
  const second = bell.wait().then(() => (isOver = true))
  await Promise.resolve()
  expect(isOver).toBe(false)
  bell.ring()
  await second
})

test('waiting for a bell ends with the signal, also for who begins to wait after it', async () => {
  const stopping = new AbortController()
  const bell = createBell(stopping.signal)
  const waiting = bell.wait()
  stopping.abort()
  await expect(waiting).resolves.toBeUndefined()
  await expect(bell.wait()).resolves.toBeUndefined()
})

test('waiting for a bell ends with its time', async () => {
  await expect(createBell(new AbortController().signal).wait(1)).resolves.toBeUndefined()
})
