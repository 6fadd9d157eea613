import type { CouponApplyPayload, CouponFacts } from '@countersign/shared/features/coupons'
import { AppError } from '../../kernel/errors.ts'
import type { LiveSubscription } from '../../ports/payment-facts.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'

const couponsOn = (live: LiveSubscription | null): string[] =>
  live ? live.discounts.onSubscription.map(({ couponStripeId }) => couponStripeId) : []

/**
 * Puts the coupon on the named subscription. The list of discounts is replaced whole, so it is looked at once more: a
 * discount that came in between is never overwritten.
 */
export const putCoupon: Step<ActionInput<CouponApplyPayload, CouponFacts>> = {
  name: 'apply',
  movesMoney: true,
  perform: async ({ kernel, input }, key) => {
    const { subscriptionStripeId } = input.payload
    const coupon = grantedCouponId(input.requestId)
    const others = couponsOn(await kernel.stripe.readSubscription(subscriptionStripeId)).filter((id) => id !== coupon)
    if (others.length > 0) throw new AppError('DISCOUNT_LIVE', { data: { coupons: others } })
    const state = await kernel.stripe.replaceDiscounts(
      { subscriptionStripeId, discounts: [{ kind: 'coupon', couponStripeId: coupon }], items: [] },
      key,
    )
    return { subscription: state.stripeId, coupons: state.discounts.map(({ couponStripeId }) => couponStripeId) }
  },
  find: async ({ kernel, input }) => {
    const { subscriptionStripeId: subscription } = input.payload
    const couponStripeId = grantedCouponId(input.requestId)
    const coupons = couponsOn(await kernel.stripe.readSubscription(subscription))
    if (coupons.includes(couponStripeId)) return { is: 'found', result: { subscription, coupons } }
    // It may have been used up by an invoice since; only this step could redeem it.
    const coupon = await kernel.stripe.readCoupon(couponStripeId)
    if (coupon && coupon.timesRedeemed > 0) return { is: 'found', result: { subscription, coupons: [couponStripeId] } }
    return { is: 'absent' }
  },
}
