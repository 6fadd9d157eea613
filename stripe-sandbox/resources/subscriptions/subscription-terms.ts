import type { Stripe } from 'stripe'
import type { Subscription } from '../../store/kinds.ts'
import { notBuilt } from '../../wire/errors.ts'

type CancelAt = Stripe.SubscriptionUpdateParams['cancel_at']

/** `cancel_at` as a time; the names for the end of the period mean the same while all items share one. */
export const cancelAtOf = (asked: CancelAt, periodEnd: number, old: number | null = null): number | null => {
  if (asked === undefined) return old
  if (asked === '' || asked === null) return null
  if (typeof asked === 'number') return asked
  if (asked === 'max_billed_until') throw notBuilt("cancel_at='max_billed_until'", 'cancel_at')
  return periodEnd
}

/** What happens when a trial ends without a way to pay. */
export const trialSettingsOf = (
  asked: Stripe.SubscriptionUpdateParams['trial_settings'],
  old: Subscription['trial_settings'] = null,
): NonNullable<Subscription['trial_settings']> => {
  const behavior = asked?.end_behavior.missing_payment_method ?? old?.end_behavior.missing_payment_method
  return { end_behavior: { billing_cycle_anchor: null, missing_payment_method: behavior ?? 'create_invoice' } }
}

export const pauseOf = (
  asked: Stripe.SubscriptionUpdateParams['pause_collection'],
  old: Subscription['pause_collection'],
): Subscription['pause_collection'] => {
  if (asked === undefined) return old
  if (asked === '' || asked === null) return null
  return { behavior: asked.behavior, resumes_at: asked.resumes_at ?? null }
}

export const detailsOf = (
  asked: Stripe.SubscriptionUpdateParams['cancellation_details'],
  old: Subscription['cancellation_details'],
): Subscription['cancellation_details'] => {
  const before = old ?? { comment: null, feedback: null, feedback_option: null, reason: null }
  if (asked === undefined) return before
  return {
    ...before,
    comment: asked.comment === undefined ? before.comment : asked.comment || null,
    feedback: asked.feedback === undefined ? before.feedback : asked.feedback || null,
  }
}
