import type { Timers } from '../../../license-client/time/timers.ts'
import type { MachineClock } from '../../../license-client/time/trusted-time.ts'

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

interface Waiting {
  readonly at: number
  readonly call: () => void
}

/** One time for everything in a test, which moves only when it is told to. */
export interface VirtualTime {
  readonly now: () => number
  readonly timers: Timers
  /** A machine of its own, whose clock may be set. */
  readonly machine: (aheadMs?: number) => MachineClock & { set: (wallMs: number) => void }
  /** Everything that falls due happens on the way, in order. */
  readonly advance: (ms: number) => Promise<void>
  /** Lets what was begun come to its end. */
  readonly settle: () => Promise<void>
}

/** @param isBusy whether something that takes real time is still under way */
export const virtualTime = (startAt: number, isBusy: () => boolean = () => false): VirtualTime => {
  let now = startAt
  const waiting = new Set<Waiting>()
  const settle = async () => {
    for (let quiet = 0; quiet < 3; ) {
      await turn()
      quiet = isBusy() ? 0 : quiet + 1
    }
  }
  const nextDue = (until: number): Waiting | undefined => {
    let first: Waiting | undefined
    for (const one of waiting) if (one.at <= until && (first === undefined || one.at < first.at)) first = one
    return first
  }
  return {
    now: () => now,
    timers: {
      after: (ms, call) => {
        const one = { at: now + Math.max(0, ms), call }
        waiting.add(one)
        return () => {
          waiting.delete(one)
        }
      },
    },
    machine: (aheadMs = 0) => {
      const bootedAt = now
      let ahead = aheadMs
      return {
        wallMs: () => now + ahead,
        monotonicMs: () => now - bootedAt,
        set: (wallMs) => {
          ahead = wallMs - now
        },
      }
    },
    advance: async (ms) => {
      const until = now + ms
      await settle()
      for (let due = nextDue(until); due !== undefined; due = nextDue(until)) {
        waiting.delete(due)
        now = Math.max(now, due.at)
        due.call()
        await settle()
      }
      now = until
      await settle()
    },
    settle,
  }
}
