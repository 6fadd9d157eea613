import type { Clock } from '../../kernel/clock.ts'

export interface Limiter {
  /** Counts one; seconds to wait when that was one too many, else 0. */
  count(who: string): number
  /** Seconds to wait for one that was stopped before, else 0. Counts nothing. */
  wait(who: string): number
}

const MOST_KNOWN = 50_000

/** At most so many in each window of time, per process. What is known is forgotten with the window, or when it grows too much. */
export const limitCalls = (clock: Clock, { most, windowMs }: { most: number; windowMs: number }): Limiter => {
  let counts = new Map<string, number>()
  let endsAt = 0
  const left = (): number => Math.max(1, Math.ceil((endsAt - clock.now()) / 1000))
  const turn = (): void => {
    const now = clock.now()
    // A clock that was set back begins a new window too.
    if (now < endsAt && endsAt - now <= windowMs && counts.size < MOST_KNOWN) return
    counts = new Map()
    endsAt = now + windowMs
  }
  return {
    count: (who) => {
      turn()
      const count = (counts.get(who) ?? 0) + 1
      counts.set(who, count)
      return count > most ? left() : 0
    },
    wait: (who) => {
      turn()
      return (counts.get(who) ?? 0) >= most ? left() : 0
    },
  }
}
