// A renewal of updates costs a percentage of what the license was first sold for, rounded half up to the minor unit, and adds
// its days to the later of the day it is paid on and the old end: who renews early loses nothing, who renews late gains nothing.

import { DAY_MS, dayOf, dayStart, toIso } from '@countersign/shared/times'

export const RENEWAL_DAYS = 365

/** In minor units. */
export const renewalAmount = (first: number, percent: number): number => Math.floor((first * percent + 50) / 100)

/** Days in UTC. */
export const updatesAfter = (before: string | null, paidOn: string, days: number): string => {
  const from = before !== null && before > paidOn ? before : paidOn
  return dayOf(toIso(dayStart(from) + days * DAY_MS))
}
