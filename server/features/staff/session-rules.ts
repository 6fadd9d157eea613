// A session ends at its own end, when it is revoked, or when its person is removed; whichever comes first. Nothing
// prolongs it: a stolen token dies with the shift.

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

const KEPT_AFTER_END_MS = 30 * 24 * 3_600_000

/** Sessions that ended before this are deleted; the audit log has told of them. */
export const sessionsKeptSince = (now: number): number => now - KEPT_AFTER_END_MS
