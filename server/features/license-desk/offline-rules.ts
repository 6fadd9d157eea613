// A license gives an offline file to an installation that it would serve: of its product, with a version that it covers, with
// a seat to spare, not beyond the end that is known of it, and for a year at most, since nobody can take it back.

import { DAY_MS, dayStart, dayWords, toIso } from '@countersign/shared/times'

const MOST_DAYS = 366

export interface OfflineFacts {
  readonly product: string
  readonly state: { readonly state: string; readonly reason: string; readonly until: number | null }
  readonly isCovered: boolean
  readonly paid: number
  readonly held: number
  /** It holds a seat already. */
  readonly isHolder: boolean
}

export interface OfflineWish {
  readonly product: string
  readonly version: string
  readonly endsOn: string
}

/** The end of its last day, in UTC. */
export const endOf = (endsOn: string): number => dayStart(endsOn) + DAY_MS

/** Of the day on which it ends. */
const endFault = ({ until }: OfflineFacts['state'], endsOn: string, now: number): string | null => {
  const ends = endOf(endsOn)
  if (ends <= now) return 'Its last day is over already.'
  if (ends > now + MOST_DAYS * DAY_MS) return `A file holds for ${MOST_DAYS} days at most.`
  return until !== null && ends > until + DAY_MS ? `The license itself ends on ${dayWords(toIso(until))}.` : null
}

/** Why it gives none; null when it does. */
export const offlineFault = (facts: OfflineFacts, wish: OfflineWish, now: number): string | null => {
  const { state, reason } = facts.state
  if (wish.product !== facts.product) return `The request is for ${wish.product}, the license for ${facts.product}.`
  if (state !== 'active' && state !== 'past-due') return `The license is ${state}: ${reason}`
  if (!facts.isCovered) return `Version ${wish.version} is newer than the license’s updates.`
  if (!facts.isHolder && facts.held >= facts.paid) return `All ${facts.paid} paid instances hold a seat.`
  return endFault(facts.state, wish.endsOn, now)
}
