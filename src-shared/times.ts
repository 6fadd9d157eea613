import { z } from 'zod'

/** A moment as it crosses the wire: ISO 8601 in UTC. */
export const isoTimeSchema = z.iso.datetime()

/** Milliseconds since the epoch, as the database keeps them, to ISO. */
export const toIso = (at: number): string => new Date(at).toISOString()

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
/** What rules mean by "the last year": 365 days, in leap years as well. */
export const YEAR_MS = 365 * DAY_MS

/** The day of a moment, in UTC as the moment is written: `2026-11-21`. */
export const dayOf = (iso: string): string => iso.slice(0, 'yyyy-mm-dd'.length)

/** The first moment of a day in UTC, in milliseconds since the epoch. */
export const dayStart = (day: string): number => Date.parse(`${day}T00:00:00.000Z`)

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** Without a doubt about month and day, for sentences of rules and cards: `21 Nov 2026`. */
export const dayWords = (iso: string): string =>
  `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1] ?? ''} ${iso.slice(0, 4)}`

/** With its minute in UTC: `21 Nov 2026, 14:05 UTC`. */
export const momentWords = (iso: string): string => `${dayWords(iso)}, ${iso.slice(11, 16)} UTC`
