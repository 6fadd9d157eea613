import {
  type CouponCodePayload,
  couponCodePayloadSchema,
  type CouponFacts,
  couponFactsSchema,
} from '@countersign/shared/features/coupons'
import { moneyText } from '@countersign/shared/money'
import { AppError } from '../../kernel/errors.ts'
import { defineAction } from '../approvals/index.ts'
import { codeLines, couponBinding, couponCard } from './coupon-card-rules.ts'
import { mostGiven, planWords } from './coupon-plan-rules.ts'
import { createCode } from './create-code.ts'
import { createCoupon } from './create-coupon.ts'
import { readCouponFacts } from './read-coupon-facts.ts'
import { recordGrant } from './record-grant.ts'

/** A code that only the proven team's customer can redeem, once. */
export const giveCode = defineAction<CouponCodePayload, CouponFacts>({
  kind: 'coupon.code',
  payload: couponCodePayloadSchema,
  facts: couponFactsSchema,
  readFacts: (kernel, { subject, payload, kept }) => {
    if (subject.customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
    return readCouponFacts(kernel, { subject, payload, kept, subscriptionStripeId: null })
  },
  binding: couponBinding,
  measure: (_payload, { plan }) => ({ given: mostGiven(plan), flags: [] }),
  card: ({ validDays }, facts) =>
    couponCard(facts, {
      title: `Coupon code of ${moneyText(facts.plan.total)}`,
      lines: [
        ...codeLines(facts),
        { label: 'To be redeemed', before: null, after: `within ${validDays} days, by this customer only, once` },
      ],
      warnings: [],
      customerReceives: `A code that takes ${planWords(facts.plan)}. The invoice says “${facts.name}”.`,
    }),
  steps: [createCoupon({ daysOf: ({ validDays }) => validDays, isForProduct: true }), createCode()],
  settle: recordGrant('coupon.code'),
})
