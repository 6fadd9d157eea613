// A session ends at its own end, when it is revoked, or when its person is removed; whichever comes first. Nothing
// prolongs it: a stolen token dies with the shift.

import { DAY_MS } from '@countersign/shared/times'

export interface SessionStanding {
  readonly expiresAt: number
  readonly revokedAt: number | null
  readonly staffStatus: 'active' | 'removed'
}

export const isSessionLive = (session: SessionStanding, now: number): boolean =>
  session.revokedAt === null && session.staffStatus === 'active' && now < session.expiresAt

const SEEN_EVERY_MS = 5 * 60_000

/** "Last seen" is told to five minutes, so that a read isn't a write each time. */
export const isSeenStale = (lastSeenAt: number | null, now: number): boolean =>
  lastSeenAt === null || now - lastSeenAt >= SEEN_EVERY_MS

const KEPT_AFTER_END_MS = 30 * DAY_MS

/** Sessions that ended before this are deleted; the audit log has told of them. */
export const sessionsKeptSince = (now: number): number => now - KEPT_AFTER_END_MS

export type SignInMethod = 'password' | 'password-and-code' | 'oidc' | 'first-run'

/**
 * Whether opening the session has already shown who sits there. A provider may have answered from a cookie of this
 * morning; a password alone is enough only where a second factor is the person's choice.
 */
export const isConfirmedBySigningIn = (method: SignInMethod, isEmbedded: boolean): boolean =>
  method === 'password-and-code' || (isEmbedded && method !== 'oidc')

const CONFIRMED_FOR_MS = 5 * 60_000

/** Until when a confirmation counts: long enough to read a request and decide, too short for a desk left alone. */
export const confirmedUntil = (confirmedAt: number): number => confirmedAt + CONFIRMED_FOR_MS

export const isConfirmationFresh = (confirmedAt: number | null, now: number): boolean =>
  confirmedAt !== null && now < confirmedUntil(confirmedAt)
