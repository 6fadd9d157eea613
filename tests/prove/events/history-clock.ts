import type { Clock } from '../../../server/kernel/clock.ts'

/** Goes with the account's time; once that stands it goes on by resting. */
export interface HistoryClock extends Clock {
  readonly restUntil: (at: number) => void
}

/** Strictly forward: two reads at one moment could not be told apart. */
export const createHistoryClock = (secondsAtStripe: () => number): HistoryClock => {
  let lastAt = 0
  let restMs = 0
  const now = () => {
    lastAt = Math.max(lastAt + 1, secondsAtStripe() * 1000 + restMs)
    return lastAt
  }
  return {
    now,
    restUntil: (at) => {
      restMs += Math.max(0, at - now())
    },
  }
}
