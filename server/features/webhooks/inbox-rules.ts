// The inbox: an event says only that something changed. It waits until the present state of its object was fetched after
// it was heard, and then it is applied. While Stripe can't be asked it waits on; what is refused, or breaks on our side,
// is tried a few times and then lies there as failed until an administrator replays it.

import { DAY_MS, HOUR_MS, MINUTE_MS } from '@countersign/shared/times'

export const SUBJECTS_A_ROUND = 400
export const LEASE_MS = 2 * MINUTE_MS
/** Stripe lists events for so long. */
export const LISTED_MS = 30 * DAY_MS
export const OVERLAP_MS = HOUR_MS
/** Longer than Stripe lists them: what is forgotten can't come again. */
export const KEPT_MS = 40 * DAY_MS
export const MOST_ATTEMPTS = 5

const LONGEST_PAUSE_MS = 5 * MINUTE_MS

/** 1 s, 2 s, 4 s … 5 min, and up to a quarter more, so that replicas don't ask in step. `chance`: 0 to 1. */
export const pauseBefore = (tries: number, chance: number): number =>
  Math.round(Math.min(1000 * 2 ** Math.min(tries, 20), LONGEST_PAUSE_MS) * (1 + chance / 4))

/** After an attempt that didn't succeed. An outage is nobody's fault and ends by itself. */
export const isGivenUp = (attemptsBefore: number, isOutage: boolean): boolean =>
  !isOutage && attemptsBefore + 1 >= MOST_ATTEMPTS

/** From when on to list, and whether events were made that Stripe doesn't list any more. */
export const listingFrom = (listedTo: number | null, now: number): { from: number; isGap: boolean } => {
  const from = (listedTo ?? now) - OVERLAP_MS
  const earliest = now - LISTED_MS
  return { from: Math.max(from, earliest), isGap: listedTo !== null && listedTo < earliest }
}
