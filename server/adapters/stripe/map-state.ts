import type { Stripe } from 'stripe'
import type { AppliedDiscount, SubscriptionState } from '../../ports/payment-writes.ts'
import { idOf, isoOrNull } from './stripe-call.ts'

/** What a write has to expand, so that its own answer says which coupons act. */
export const STATE_EXPAND = ['discounts', 'items.data.discounts']

const appliedOf = (discounts: ReadonlyArray<string | Stripe.Discount>): AppliedDiscount[] =>
  discounts.flatMap((discount) =>
    typeof discount === 'string' ? [] : [{ stripeId: discount.id, couponStripeId: idOf(discount.source.coupon) ?? '' }],
  )

export const toState = (subscription: Stripe.Subscription): SubscriptionState => {
  const { pause_collection: pause } = subscription
  return {
    stripeId: subscription.id,
    customerStripeId: idOf(subscription.customer) ?? '',
    status: subscription.status,
    items: subscription.items.data.map((item) => ({
      stripeId: item.id,
      priceStripeId: item.price.id,
      quantity: item.quantity ?? null,
      discounts: appliedOf(item.discounts),
    })),
    discounts: appliedOf(subscription.discounts),
    cancelAt: isoOrNull(subscription.cancel_at),
    isCancelAtPeriodEnd: subscription.cancel_at_period_end,
    canceledAt: isoOrNull(subscription.canceled_at),
    endedAt: isoOrNull(subscription.ended_at),
    pause: pause ? { behavior: pause.behavior, resumesAt: isoOrNull(pause.resumes_at) } : null,
    latestInvoiceStripeId: idOf(subscription.latest_invoice),
    metadata: subscription.metadata,
  }
}
