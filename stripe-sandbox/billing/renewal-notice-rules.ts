/**
 * A renewal is announced so many days before the invoice that it makes and charges; not where collection is paused, the
 * subscription ends instead, the invoice is sent, or the period is shorter than the notice.
 */
import type { Subscription } from '../store/kinds.ts'

const DAY_SECONDS = 86_400

const RENEWING = new Set<string>(['active', 'past_due', 'trialing'])

const isAnnounced = (subscription: Subscription): boolean =>
  RENEWING.has(subscription.status) &&
  subscription.pause_collection === null &&
  subscription.collection_method === 'charge_automatically'

/** When the next renewal is to be announced; null when it is not, or has been. */
export const noticeAt = (subscription: Subscription): number | null => {
  const { _notice_days: days, _renewal_told: told, cancel_at: endsAt } = subscription
  const ends = subscription.items.data.map((item) => item.current_period_end)
  const end = Math.min(...ends)
  if (days === undefined || days === null || told === end || !isAnnounced(subscription)) return null
  if (endsAt !== null && endsAt <= end) return null
  const at = end - days * DAY_SECONDS
  return at < Math.max(...subscription.items.data.map((item) => item.current_period_start)) ? null : at
}
