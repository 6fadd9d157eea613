// Rule: the account is compared once a day at a stated minute in UTC, and whenever somebody asks. While Stripe can't be asked
// a comparison waits, ever longer, and is given up after about half a day.

import { DAY_MS, MINUTE_MS } from '@countersign/shared/times'

const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 30 * MINUTE_MS
export const MOST_TRIES = 30

export const waitAfter = (tries: number): number => Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)

/** The last time that it was due; `dailyAt`: `02:00`. */
const lastDue = (dailyAt: string, now: number): number => {
  const [hour = 0, minute = 0] = dailyAt.split(':').map(Number)
  const today = Math.floor(now / DAY_MS) * DAY_MS + (hour * 60 + minute) * MINUTE_MS
  return today <= now ? today : today - DAY_MS
}

/** Due when none has begun since; a new companion waits for its first time. */
export const isRunDue = (
  { dailyAt, lastStartedAt, upSince }: { dailyAt: string | null; lastStartedAt: number | null; upSince: number },
  now: number,
): boolean => dailyAt !== null && (lastStartedAt ?? upSince) < lastDue(dailyAt, now)
