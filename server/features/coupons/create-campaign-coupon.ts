import type { CampaignFacts, CampaignPayload } from '@countersign/shared/features/coupons'
import type { NewCoupon } from '../../ports/payment-writes.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import { writeCoupon } from './write-coupon.ts'

const STEP = 'coupon'

const couponOf = ({
  requestId,
  payload,
  reason,
}: ActionInput<CampaignPayload, CampaignFacts>): Omit<NewCoupon, 'stripeId'> => ({
  name: payload.name,
  off: payload.off,
  duration: payload.duration,
  maxRedemptions: payload.maxRedemptions,
  redeemBy: payload.endsAt,
  productStripeIds: payload.productStripeIds,
  metadata: requestMetadata({ request: requestId, step: STEP, ticket: null, team: null, reason }),
})

/** Bounded by Stripe itself: products, redemptions, end. It gives nothing before it has a code. */
export const createCampaignCoupon = writeCoupon(STEP, couponOf)
