/** Where waits are made; a test puts a clock of its own here. */
export interface Timers {
  /** Calls back once after that time; the returned function takes it back. */
  readonly after: (ms: number, call: () => void) => () => void
}

// More would overflow to an immediate call.
const LONGEST_MS = 2 ** 31 - 1

/** The machine's timers. They keep no process alive: a program that has ended its work may end. */
export const machineTimers: Timers = {
  after: (ms, call) => {
    const timer = setTimeout(call, Math.min(Math.max(ms, 0), LONGEST_MS))
    timer.unref()
    return () => {
      clearTimeout(timer)
    }
  },
}
