/** When an object next needs the passing of time to act on it; null when never. */
import type { CheckoutSession, Invoice, Kind, Kinds, Subscription, SubscriptionSchedule } from '../store/kinds.ts'

import { noticeAt } from './renewal-notice-rules.ts'

const soonest = (...times: readonly (number | null | undefined)[]): number | null => {
  const set = times.filter((time) => time !== null && time !== undefined)
  return set.length === 0 ? null : Math.min(...set)
}

const RENEWING = new Set<string>(['active', 'past_due', 'trialing', 'unpaid'])

/** An unpaid first invoice may wait 23 hours. */
export const INCOMPLETE_SECONDS = 82_800

export const periodEnd = (subscription: Subscription): number =>
  Math.min(...subscription.items.data.map((item) => item.current_period_end))

const TOLD_BEFORE_SECONDS = 3 * 86_400

/** The end of a trial is announced three days before, or at its start when it is shorter. */
export const trialTellAt = (subscription: Subscription): number | null => {
  const { status, trial_end: end, trial_start: start } = subscription
  if (status !== 'trialing' || end === null || subscription._trial_told === end) return null
  return Math.max(start ?? 0, end - TOLD_BEFORE_SECONDS)
}

const subscriptionDue = (subscription: Subscription): number | null => {
  if (subscription.status === 'incomplete') return subscription.created + INCOMPLETE_SECONDS
  if (subscription.ended_at !== null) return null
  const renewsAt = RENEWING.has(subscription.status) ? periodEnd(subscription) : null
  return soonest(
    renewsAt,
    subscription.cancel_at,
    subscription.pause_collection?.resumes_at,
    subscription.pending_update?.expires_at,
    trialTellAt(subscription),
    noticeAt(subscription),
  )
}

const invoiceDue = (invoice: Invoice): number | null => {
  if (invoice.status === 'draft') return invoice.auto_advance ? invoice.automatically_finalizes_at : null
  if (invoice.status !== 'open') return null
  const isWatched = invoice.collection_method === 'send_invoice' && !('_is_overdue' in invoice)
  return soonest(invoice.auto_advance ? invoice.next_payment_attempt : null, isWatched ? invoice.due_date : null)
}

const EXPIRY_SECONDS = 7 * 86_400

/** The end of a schedule is announced seven days before; not where it begins later than that. */
export const expiryTellAt = (schedule: SubscriptionSchedule): number | null => {
  const [begin, end] = [schedule.phases[0]?.start_date, schedule.phases.at(-1)?.end_date]
  if (schedule.status !== 'active' || begin === undefined || end === undefined) return null
  if (schedule._expiry_told === end) return null
  return end - EXPIRY_SECONDS < Math.max(begin, schedule.created) ? null : end - EXPIRY_SECONDS
}

const scheduleDue = (schedule: SubscriptionSchedule): number | null => {
  if (schedule.status === 'not_started') return schedule.phases[0]?.start_date ?? null
  return schedule.status === 'active' ? soonest(schedule.current_phase?.end_date, expiryTellAt(schedule)) : null
}

const sessionDue = (session: CheckoutSession): number | null => (session.status === 'open' ? session.expires_at : null)

type DueTimes = { readonly [K in Kind]?: (value: Kinds[K]) => number | null }

const dueTimes: DueTimes = {
  'checkout.session': sessionDue,
  discount: ({ end }) => end,
  invoice: invoiceDue,
  payment_intent: ({ _next_at: at }) => at ?? null,
  refund: ({ _ends: end }) => end?.at ?? null,
  subscription: subscriptionDue,
  subscription_schedule: scheduleDue,
  'test_helpers.test_clock': ({ deletes_after: at }) => at,
  webhook_delivery: ({ retryAt }) => retryAt,
}

export const dueAt = <K extends Kind>(kind: K, value: Kinds[K]): number | null => {
  const times: DueTimes[K] = dueTimes[kind]
  return times?.(value) ?? null
}
