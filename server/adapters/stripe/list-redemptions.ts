import type { Stripe } from 'stripe'
import type { GatewayRedemption } from '../../ports/payment-facts.ts'
import { listWhole } from './list-whole.ts'
import { ask, idOf, isoOf } from './stripe-call.ts'
import { secondsOf } from './write-options.ts'

/** An event keeps the API version of its day: before coupons had a source, only the code can be told. */
const toRedemption = (event: Stripe.Event): GatewayRedemption[] => {
  if (event.type !== 'customer.discount.created') return []
  const { id, customer, subscription, promotion_code: code, source } = event.data.object
  return [
    {
      discountStripeId: id,
      customerStripeId: idOf(customer),
      subscriptionStripeId: subscription,
      couponStripeId: idOf((source as typeof source | undefined)?.coupon ?? null),
      promotionCodeStripeId: idOf(code),
      at: isoOf(event.created),
    },
  ]
}

/** Stripe can't list who redeemed a coupon; what it can list is that discounts came to be. */
export const listRedemptions = async (client: Stripe, since: string): Promise<GatewayRedemption[]> => {
  const rows = await listWhole(() =>
    client.events.list({ type: 'customer.discount.created', created: { gte: secondsOf(since) }, limit: 100 }),
  )
  return ask(async () => rows.flatMap(toRedemption))
}
