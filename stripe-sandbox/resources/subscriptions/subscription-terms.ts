import type { Stripe } from 'stripe'
import type { Subscription } from '../../store/kinds.ts'
import { addDays } from '../../billing/period-rules.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'

type CancelAt = Stripe.SubscriptionUpdateParams['cancel_at']

/** `cancel_at` as a time; the names for the end of the period mean the same while all items share one. */
export const cancelAtOf = (asked: CancelAt, periodEnd: number, old: number | null = null): number | null => {
  if (asked === undefined) return old
  if (asked === '' || asked === null) return null
  if (typeof asked === 'number') return asked
  if (asked === 'max_billed_until') throw notBuilt("cancel_at='max_billed_until'", 'cancel_at')
  return periodEnd
}

/** An end that a request asks for lies ahead. The period of a paused subscription is over, so its end says nothing. */
export const checkAhead = (at: number | null, now: number, asked: CancelAt): void => {
  if (at === null || at > now) return
  if (typeof asked === 'number') throw invalidRequest('cancel_at must be in the future.', { param: 'cancel_at' })
  throw notBuilt('ending a subscription at the end of a period that is over', 'cancel_at')
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

/** The end of the trial that a subscription begins with; null without one. */
export const trialEndOf = (
  params: Stripe.SubscriptionCreateParams,
  now: number,
  priceTrialDays: number | null,
): number | null => {
  const { trial_end: end, trial_period_days: days } = params
  if (end !== undefined && days !== undefined)
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days.', {
      code: 'parameters_exclusive',
    })
  if (end === 'now') return null
  if (end !== undefined) {
    if (end <= now)
      throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', {
        param: 'trial_end',
      })
    return end
  }
  const chosen = days ?? (params.trial_from_plan ? priceTrialDays : null)
  return chosen === null || chosen === 0 ? null : addDays(now, chosen)
}
