/**
 * Whether a version that was released on that day is covered. Days are compared as days in UTC, both as `2026-11-21`; the last day
 * counts. The server's release register knows better: where it gave a lease to a version, that version is covered.
 */
export const isVersionCovered = (releasedOn: string, updatesUntil: string | null): boolean =>
  updatesUntil === null || releasedOn <= updatesUntil
