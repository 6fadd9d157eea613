import type { Stripe } from 'stripe'
import type { GatewayCoupon, GatewayPromotionCode } from '../../ports/payment-writes.ts'
import { idOf, isoOf, isoOrNull } from './stripe-call.ts'

/** The products it is limited to are only there when the caller expanded `applies_to`. */
export const toCoupon = (coupon: Stripe.Coupon): GatewayCoupon => {
  const { amount_off: amount, currency } = coupon
  return {
    stripeId: coupon.id,
    name: coupon.name,
    amountOff: amount === null || currency === null ? null : { amount, currency },
    percentOff: coupon.percent_off,
    duration: coupon.duration as GatewayCoupon['duration'],
    durationInMonths: coupon.duration_in_months,
    maxRedemptions: coupon.max_redemptions,
    timesRedeemed: coupon.times_redeemed,
    redeemBy: isoOrNull(coupon.redeem_by),
    productStripeIds: coupon.applies_to?.products ?? null,
    isValid: coupon.valid,
    createdAt: isoOf(coupon.created),
    metadata: coupon.metadata ?? {},
  }
}

export const toPromotionCode = (code: Stripe.PromotionCode): GatewayPromotionCode => ({
  stripeId: code.id,
  couponStripeId: idOf(code.promotion.coupon) ?? '',
  code: code.code,
  customerStripeId: idOf(code.customer),
  isActive: code.active,
  maxRedemptions: code.max_redemptions,
  timesRedeemed: code.times_redeemed,
  expiresAt: isoOrNull(code.expires_at),
  isFirstTimeOnly: code.restrictions.first_time_transaction,
  createdAt: isoOf(code.created),
  metadata: code.metadata ?? {},
})
