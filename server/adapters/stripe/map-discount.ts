import type { Discount } from '@countersign/shared/features/subscriptions'
import type { Stripe } from 'stripe'
import { idOf, isoOrNull } from './stripe-call.ts'

export type Coupons = ReadonlyMap<string, Stripe.Coupon>

export const couponIdsOf = (discounts: ReadonlyArray<string | Stripe.Discount | Stripe.DeletedDiscount>): string[] =>
  discounts.flatMap((discount) => (typeof discount === 'string' ? [] : (idOf(discount.source.coupon) ?? [])))

/** Only expanded discounts can be told; a bare id means that the caller forgot to expand. */
export const toDiscounts = (
  discounts: ReadonlyArray<string | Stripe.Discount>,
  on: Discount['on'],
  coupons: Coupons,
): Discount[] =>
  discounts.flatMap((discount) => {
    if (typeof discount === 'string') return []
    const coupon = coupons.get(idOf(discount.source.coupon) ?? '')
    if (!coupon) return []
    return [
      {
        stripeId: discount.id,
        couponStripeId: coupon.id,
        couponName: coupon.name,
        on,
        percentOff: coupon.percent_off,
        amountOff:
          coupon.amount_off === null || coupon.currency === null
            ? null
            : { amount: coupon.amount_off, currency: coupon.currency },
        duration: coupon.duration as Discount['duration'],
        startedAt: isoOrNull(discount.start),
        endsAt: isoOrNull(discount.end),
      },
    ]
  })
