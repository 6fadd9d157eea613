import type { CampaignFacts, CampaignPayload } from '@countersign/shared/features/coupons'
import type { NewCoupon } from '../../ports/payment-writes.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'

const STEP = 'coupon'

const couponOf = ({ requestId, payload, reason }: ActionInput<CampaignPayload, CampaignFacts>): NewCoupon => ({
  stripeId: grantedCouponId(requestId),
  name: payload.name,
  off: payload.off,
  duration: payload.duration,
  maxRedemptions: payload.maxRedemptions,
  redeemBy: payload.endsAt,
  productStripeIds: payload.productStripeIds,
  metadata: requestMetadata({ request: requestId, step: STEP, ticket: null, team: null, reason }),
})

/** Bounded by Stripe itself: products, redemptions, end. It gives nothing before it has a code. */
export const createCampaignCoupon: Step<ActionInput<CampaignPayload, CampaignFacts>> = {
  name: STEP,
  movesMoney: false,
  perform: async ({ kernel, input }, key) => {
    const coupon = await kernel.stripe.createCoupon(couponOf(input), key)
    return { coupon: coupon.stripeId }
  },
  find: async ({ kernel, input: { requestId } }) => {
    const coupon = await kernel.stripe.readCoupon(grantedCouponId(requestId))
    return coupon ? { is: 'found', result: { coupon: coupon.stripeId } } : { is: 'absent' }
  },
}
