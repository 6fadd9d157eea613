import type { Discount } from '@countersign/shared/features/subscriptions'
import type { Stripe } from 'stripe'
import { idOf, isoOrNull } from './stripe-call.ts'

export type Coupons = ReadonlyMap<string, Stripe.Coupon>

export const couponIdsOf = (discounts: ReadonlyArray<string | Stripe.Discount | Stripe.DeletedDiscount>): string[] =>
  discounts.flatMap((discount) => (typeof discount === 'string' ? [] : (idOf(discount.source.coupon) ?? [])))

const termsOf = (
  coupon: Stripe.Coupon | undefined,
): Pick<Discount, 'couponName' | 'percentOff' | 'amountOff' | 'duration'> => {
  // Deleting a coupon doesn't end the discounts it made: they are shown, with terms that nobody can tell any more.
  if (!coupon) return { couponName: null, percentOff: null, amountOff: null, duration: 'unknown' }
  const { amount_off: amount, currency } = coupon
  return {
    couponName: coupon.name,
    percentOff: coupon.percent_off,
    amountOff: amount === null || currency === null ? null : { amount, currency },
    duration: coupon.duration as Discount['duration'],
  }
}

/** Only expanded discounts can be told; a bare id means that the caller forgot to expand. */
export const toDiscounts = (
  discounts: ReadonlyArray<string | Stripe.Discount>,
  on: Discount['on'],
  coupons: Coupons,
): Discount[] =>
  discounts.flatMap((discount) => {
    if (typeof discount === 'string') return []
    const couponStripeId = idOf(discount.source.coupon) ?? ''
    return [
      {
        stripeId: discount.id,
        couponStripeId,
        ...termsOf(coupons.get(couponStripeId)),
        on,
        startedAt: isoOrNull(discount.start),
        endsAt: isoOrNull(discount.end),
      },
    ]
  })
