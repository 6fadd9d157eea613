import { isEnded } from '@countersign/shared/features/subscriptions'
import { Stripe } from 'stripe'
import type { Cancellation, PaymentWrites, SubscriptionState } from '../../ports/payment-writes.ts'
import { STATE_EXPAND, toState } from './map-state.ts'
import { ask, expectObject } from './stripe-call.ts'
import { changeParams, discountParams, pauseParams, resumeParams } from './subscription-params.ts'
import { once, secondsOf } from './write-options.ts'

type Update = (id: string, params: Stripe.SubscriptionUpdateParams, key: string) => Promise<SubscriptionState>

const updater =
  (client: Stripe): Update =>
  (id, params, key) =>
    ask(async () => {
      const changed = await client.subscriptions.update(id, { ...params, expand: STATE_EXPAND }, once(key))
      return toState(expectObject(changed, 'subscription'))
    })

/**
 * Stripe heeds no idempotency key here: a second call finds nothing to cancel. Then the subscription itself tells
 * whether it ended.
 */
const cancelNow = (client: Stripe, cancellation: Cancellation & { kind: 'now' }, key: string) =>
  ask(async () => {
    const { subscriptionStripeId: id, isProrated: prorate, isInvoicedNow } = cancellation
    try {
      const params = { prorate, invoice_now: isInvoicedNow, expand: STATE_EXPAND }
      return toState(expectObject(await client.subscriptions.cancel(id, params, once(key)), 'subscription'))
    } catch (error) {
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error
      const present = await client.subscriptions.retrieve(id, { expand: STATE_EXPAND })
      if (!isEnded(expectObject(present, 'subscription'))) throw error
      return toState(present)
    }
  })

const changes = (
  update: Update,
): Pick<PaymentWrites, 'replaceDiscounts' | 'changeSubscription' | 'pauseCollection' | 'resumeCollection'> => ({
  replaceDiscounts: ({ subscriptionStripeId, discounts, items }, key) =>
    update(
      subscriptionStripeId,
      {
        discounts: discountParams(discounts),
        ...(items.length === 0
          ? {}
          : {
              items: items.map((item) => ({ id: item.itemStripeId, discounts: discountParams(item.discounts) })),
              // What is taken off changes; what was used doesn't.
              proration_behavior: 'none',
            }),
      },
      key,
    ),
  changeSubscription: (change, key) =>
    update(
      change.subscriptionStripeId,
      {
        ...changeParams(change),
        ...(change.payment === null ? {} : { payment_behavior: change.payment }),
        metadata: change.metadata,
      },
      key,
    ),
  pauseCollection: ({ subscriptionStripeId, behavior, resumesAt }, key) => {
    const resumes = resumesAt === null ? {} : { resumes_at: secondsOf(resumesAt) }
    return update(subscriptionStripeId, { pause_collection: { behavior, ...resumes } }, key)
  },
  resumeCollection: (id, key) => update(id, { pause_collection: '' }, key),
})

const pauses = (client: Stripe): Pick<PaymentWrites, 'pauseSubscription' | 'resumeSubscription'> => ({
  pauseSubscription: (pause, key) =>
    ask(async () => {
      const params = { ...pauseParams(pause), expand: STATE_EXPAND }
      const paused = await client.subscriptions.pause(pause.subscriptionStripeId, params, once(key))
      return toState(expectObject(paused, 'subscription'))
    }),
  resumeSubscription: (resumption, key) =>
    ask(async () => {
      const params: Stripe.SubscriptionResumeParams = {
        ...resumeParams(resumption),
        payment_behavior: resumption.isChargedNow ? 'resume_on_payment_success' : 'resume_on_payment_attempt',
        expand: STATE_EXPAND,
      }
      const resumed = await client.subscriptions.resume(resumption.subscriptionStripeId, params, once(key))
      return toState(expectObject(resumed, 'subscription'))
    }),
})

export const subscriptionWrites = (
  client: Stripe,
): ReturnType<typeof changes> &
  ReturnType<typeof pauses> &
  Pick<PaymentWrites, 'cancelSubscription' | 'undoCancel'> => {
  const update = updater(client)
  return {
    ...changes(update),
    ...pauses(client),
    cancelSubscription: (cancellation, key) => {
      const { subscriptionStripeId: id } = cancellation
      if (cancellation.kind === 'now') return cancelNow(client, cancellation, key)
      if (cancellation.kind === 'period-end') return update(id, { cancel_at_period_end: true }, key)
      const { at, proration } = cancellation
      return update(id, { cancel_at: secondsOf(at), proration_behavior: proration }, key)
    },
    undoCancel: ({ subscriptionStripeId: id, kind }, key) =>
      update(id, kind === 'period-end' ? { cancel_at_period_end: false } : { cancel_at: '' }, key),
  }
}
