// What the licence API answers: a no names its code, what to do, and when asking again may bring another answer; a yes may carry
// notices.

import {
  LICENSE_CODES,
  LICENSE_NOTICES,
  type LicenseCode,
  type LicenseNoticeCode,
} from '@countersign/shared/license-codes'
import type { LicenseNotice, Refused } from '@countersign/shared/licenses-api'
import { DAY_MS, dayOf, toIso } from '@countersign/shared/times'

export const refused = (
  code: LicenseCode,
  details: Refused['details'] = {},
  retryAfterSeconds: number | null = null,
): Refused => {
  const { text, next } = LICENSE_CODES[code]
  return { verdict: 'refused', code, text, next, retryAfterSeconds, details }
}

interface State {
  readonly state: 'pending-payment' | 'active' | 'past-due' | 'suspended' | 'ended' | 'revoked'
  readonly reason: string
  readonly until: number | null
}

interface Covered {
  readonly isCovered: boolean
  readonly newestCovered: { readonly version: string; readonly releasedOn: string } | null
}

type Counts = Readonly<Record<string, number>>

/** What is in use beyond the plan; a limit `max-devices` bounds the count `devices`. */
export const overLimits = (limits: Counts, counts: Counts): Array<{ name: string; limit: number; count: number }> =>
  Object.entries(counts).flatMap(([name, count]) => {
    const limit = Object.hasOwn(limits, `max-${name}`) ? limits[`max-${name}`] : undefined
    return limit !== undefined && count > limit ? [{ name: `max-${name}`, limit, count }] : []
  })

const POLL_SECONDS = 3600

/** Why a license in that state doesn't serve; null when it does. */
export const refusalOfState = ({ state, reason }: State): Refused | null => {
  if (state === 'active' || state === 'past-due') return null
  if (state === 'revoked') return refused('REVOKED', { reason })
  if (state === 'pending-payment') return refused('PENDING_PAYMENT', { reason }, POLL_SECONDS)
  return refused('NOT_ACTIVE', { reason }, POLL_SECONDS)
}

export const refusalOfVersion = ({ isCovered, newestCovered }: Covered, updatesUntil: string | null): Refused | null =>
  isCovered || updatesUntil === null ? null : refused('VERSION_NOT_COVERED', { newestCovered, updatesUntil })

const SOON_MS = 30 * DAY_MS

const notice = (code: LicenseNoticeCode, at: string | null = null): LicenseNotice => ({
  code,
  text: LICENSE_NOTICES[code],
  at,
})

const updatesNotice = (updatesUntil: string | null, now: number): LicenseNotice[] => {
  if (updatesUntil === null) return []
  if (updatesUntil < dayOf(toIso(now))) return [notice('UPDATES_ENDED', updatesUntil)]
  return updatesUntil <= dayOf(toIso(now + SOON_MS)) ? [notice('UPDATES_END_SOON', updatesUntil)] : []
}

export interface Noticed {
  readonly state: State
  readonly updatesUntil: string | null
  readonly isSuspect?: boolean
  readonly isOver?: boolean
  readonly isOverrun?: boolean
  /** Of a key with a successor. */
  readonly keyValidUntil?: number | null
}

export const noticesOf = (seen: Noticed, now: number): LicenseNotice[] => {
  const { state, until } = seen.state
  const end = until === null ? null : toIso(until)
  return [
    ...(state === 'past-due' ? [notice('PAST_DUE', end)] : []),
    ...(state === 'active' && end !== null ? [notice('ENDS', end)] : []),
    ...updatesNotice(seen.updatesUntil, now),
    ...(seen.keyValidUntil ? [notice('KEY_REPLACED', toIso(seen.keyValidUntil))] : []),
    ...(seen.isSuspect ? [notice('CLONE_SUSPECTED')] : []),
    ...(seen.isOver ? [notice('OVER_LIMIT')] : []),
    ...(seen.isOverrun ? [notice('SEAT_OVERRUN')] : []),
  ]
}
