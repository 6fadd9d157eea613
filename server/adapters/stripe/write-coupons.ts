import type { Stripe } from 'stripe'
import type { NewCoupon, NewPromotionCode, PaymentWrites } from '../../ports/payment-writes.ts'
import { toCoupon, toPromotionCode } from './map-coupon.ts'
import { ask, expectObject } from './stripe-call.ts'
import { once, secondsOf } from './write-options.ts'

const couponParams = (coupon: NewCoupon): Stripe.CouponCreateParams => {
  const { off, duration } = coupon
  return {
    id: coupon.stripeId,
    name: coupon.name,
    ...(off.kind === 'amount'
      ? { amount_off: off.amount.amount, currency: off.amount.currency }
      : { percent_off: off.percent }),
    duration: duration.kind,
    ...(duration.kind === 'repeating' ? { duration_in_months: duration.months } : {}),
    ...(coupon.maxRedemptions === null ? {} : { max_redemptions: coupon.maxRedemptions }),
    ...(coupon.redeemBy === null ? {} : { redeem_by: secondsOf(coupon.redeemBy) }),
    ...(coupon.productStripeIds === null ? {} : { applies_to: { products: [...coupon.productStripeIds] } }),
    metadata: coupon.metadata,
    expand: ['applies_to'],
  }
}

const codeParams = (code: NewPromotionCode): Stripe.PromotionCodeCreateParams => ({
  promotion: { type: 'coupon', coupon: code.couponStripeId },
  code: code.code,
  ...(code.customerStripeId === null ? {} : { customer: code.customerStripeId }),
  ...(code.maxRedemptions === null ? {} : { max_redemptions: code.maxRedemptions }),
  ...(code.expiresAt === null ? {} : { expires_at: secondsOf(code.expiresAt) }),
  ...(code.isFirstTimeOnly ? { restrictions: { first_time_transaction: true } } : {}),
  metadata: code.metadata,
})

export const couponWrites = (
  client: Stripe,
): Pick<PaymentWrites, 'createCoupon' | 'createPromotionCode' | 'deactivatePromotionCode'> => ({
  createCoupon: (coupon, key) =>
    ask(async () => toCoupon(expectObject(await client.coupons.create(couponParams(coupon), once(key)), 'coupon'))),
  createPromotionCode: (code, key) =>
    ask(async () => {
      const made = await client.promotionCodes.create(codeParams(code), once(key))
      return toPromotionCode(expectObject(made, 'promotion_code'))
    }),
  deactivatePromotionCode: (id, key) =>
    ask(async () => {
      const changed = await client.promotionCodes.update(id, { active: false }, once(key))
      return toPromotionCode(expectObject(changed, 'promotion_code'))
    }),
})
