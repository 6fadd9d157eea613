/**
 * Dunning: after a failed charge of an invoice Stripe tries again up to three times, each 1, 3, 5 or 7 days after the one
 * before; then the subscription ends, becomes unpaid or stays past due, and the invoice stays open or is given up. All of
 * it is set in the dashboard.
 */
export interface Dunning {
  readonly retryDays: readonly number[]
  readonly subscription: 'cancel' | 'past_due' | 'unpaid'
  readonly invoice: 'open' | 'uncollectible'
}

export const DEFAULT_DUNNING: Dunning = { retryDays: [3, 5, 7], subscription: 'past_due', invoice: 'open' }

const MAX_RETRIES = 3
const DAYS = new Set([1, 3, 5, 7])
const DAY_SECONDS = 86_400

/** Whether the dashboard offers it. */
export const canRetryAfter = (days: readonly number[]): boolean =>
  days.length <= MAX_RETRIES && days.every((one) => DAYS.has(one))

/** When the next attempt is due after so many; null when the last one was made. */
export const nextAttempt = ({ retryDays }: Dunning, attempts: number, now: number): number | null => {
  const days = retryDays[attempts - 1]
  return days === undefined ? null : now + days * DAY_SECONDS
}
