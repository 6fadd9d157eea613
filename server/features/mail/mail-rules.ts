// A mail tells somebody of something that waits for them in the desk. It is handed over until the mail server takes it or
// refuses it for good, with growing pauses, and never again once it may have been taken: twice is worse than not, since
// the desk shows the same.

import { DAY_MS, HOUR_MS } from '@countersign/shared/times'

/** A hand-over that was begun and didn't end within this was cut off by a stop of the companion. */
export const SENDING_AT_MOST_MS = 10 * 60_000

const FIRST_PAUSE_MS = 30_000
const LONGEST_PAUSE_MS = HOUR_MS
const MOST_ATTEMPTS = 20

/** How long to wait after the given number of attempts; null = enough. With these, a day and a half goes by. */
export const pauseAfter = (attempts: number): number | null =>
  attempts >= MOST_ATTEMPTS ? null : Math.min(FIRST_PAUSE_MS * 2 ** (attempts - 1), LONGEST_PAUSE_MS)

const KEPT_MS = 90 * DAY_MS

/** Sent and failed mails that last changed before this are deleted. */
export const mailsKeptSince = (now: number): number => now - KEPT_MS

/** One line without control characters, so that nobody's name becomes a header. */
export const headerText = (text: string): string => text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').trim()

export const INTERRUPTED = 'The companion stopped while this was being sent; it may have arrived.'
export const NO_SERVER = 'Not sent: no mail server is configured.'
