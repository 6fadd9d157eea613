import {
  type CouponApplyPayload,
  couponApplyPayloadSchema,
  type CouponFacts,
  couponFactsSchema,
  SHARED_CODE_DAYS,
} from '@countersign/shared/features/coupons'
import { moneyText } from '@countersign/shared/money'
import { z } from 'zod'
import { defineAction } from '../approvals/index.ts'
import { couponBinding, couponCard } from './coupon-card-rules.ts'
import { planWords } from './coupon-plan-rules.ts'
import { createCoupon } from './create-coupon.ts'
import { putCoupon } from './put-coupon.ts'
import { readCouponFacts } from './read-coupon-facts.ts'
import { recordGrant } from './record-grant.ts'

const appliedSchema = z.object({ coupons: z.array(z.string()) })

/** A coupon on one subscription of the proven team, without a code. */
export const applyCoupon = defineAction<CouponApplyPayload, CouponFacts>({
  kind: 'coupon.apply',
  payload: couponApplyPayloadSchema,
  facts: couponFactsSchema,
  readFacts: (kernel, { subject, payload, kept }) =>
    readCouponFacts(kernel, { subject, payload, kept, subscriptionStripeId: payload.subscriptionStripeId }),
  binding: couponBinding,
  measure: (_payload, { plan }) => ({ given: plan.total, flags: [] }),
  card: ({ subscriptionStripeId }, facts) =>
    couponCard(facts, {
      title: `Coupon of ${moneyText(facts.plan.total)} on a subscription`,
      lines: [{ label: 'Applied to', before: 'no discount', after: subscriptionStripeId }],
      warnings: [],
      customerReceives: `${planWords(facts.plan)}, by itself. The invoice says “${facts.name}”.`,
    }),
  // Nobody but the next step can redeem it; the end only matters where that step never comes.
  steps: [createCoupon({ daysOf: () => SHARED_CODE_DAYS, isForProduct: false }), putCoupon],
  surprises: (_input, results) => {
    const coupons = appliedSchema.safeParse(results['apply']).data?.coupons
    return !coupons || coupons.length === 1
      ? []
      : [{ what: 'Discounts afterwards', was: '1', now: String(coupons.length) }]
  },
  settle: recordGrant('coupon.apply'),
})
