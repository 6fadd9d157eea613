import type { Stripe } from 'stripe'
import type { DiscountedSubscription, DiscountFacts, HangingDiscount } from '../../ports/discount-facts.ts'
import { ask, expectList, idOf, isoOrNull } from './stripe-call.ts'

const toHanging = (discount: string | Stripe.Discount, on: HangingDiscount['on']): HangingDiscount[] => {
  // Only expanded ones can be told; a bare id means that the caller forgot to expand.
  if (typeof discount === 'string') return []
  const { id, source, promotion_code: code, start, end } = discount
  return [
    {
      stripeId: id,
      couponStripeId: idOf(source.coupon) ?? '',
      promotionCodeStripeId: idOf(code),
      on,
      startedAt: isoOrNull(start),
      endsAt: isoOrNull(end),
    },
  ]
}

const toDiscounted = (row: Stripe.Subscription): DiscountedSubscription => {
  const customer = typeof row.customer === 'string' || row.customer.deleted ? null : row.customer
  return {
    stripeId: row.id,
    customerStripeId: idOf(row.customer) ?? '',
    customerName: customer?.name ?? null,
    metadata: row.metadata,
    customerMetadata: customer?.metadata ?? {},
    discounts: [
      ...row.discounts.flatMap((one) => toHanging(one, 'subscription')),
      ...row.items.data.flatMap(({ discounts }) => discounts.flatMap((one) => toHanging(one, 'item'))),
      ...(customer?.discount ? toHanging(customer.discount, 'customer') : []),
    ],
  }
}

const EXPAND = ['data.customer', 'data.discounts', 'data.items.data.discounts']

/** Who gets something off, page by page. */
export const discountFacts = (client: Stripe): DiscountFacts => ({
  listRunningDiscounts: async (startingAfter) => {
    const from = startingAfter === null ? {} : { starting_after: startingAfter }
    const page = await ask(() => client.subscriptions.list({ limit: 100, expand: EXPAND, ...from }))
    const rows = expectList(page)
    return { rows: await ask(async () => rows.map(toDiscounted)), hasMore: page.has_more }
  },
})
