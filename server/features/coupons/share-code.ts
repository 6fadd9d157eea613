import {
  type CouponFacts,
  couponFactsSchema,
  SHARED_CODE_DAYS,
  type SharedCodePayload,
  sharedCodePayloadSchema,
} from '@countersign/shared/features/coupons'
import { moneyText } from '@countersign/shared/money'
import { AppError } from '../../kernel/errors.ts'
import { defineAction } from '../approvals/index.ts'

import { checkStillUnknown } from './check-still-unknown.ts'
import { codeLines, couponBinding, couponCard } from './coupon-card-rules.ts'
import { mostGiven, planWords } from './coupon-plan-rules.ts'
import { createCode } from './create-code.ts'
import { createCoupon } from './create-coupon.ts'
import { readCouponFacts } from './read-coupon-facts.ts'
import { recordGrant } from './record-grant.ts'

const WARNING =
  'It can’t be bound to anybody: whoever has the code can redeem it first. A redemption by another team is marked.'

/** A code for a team that Stripe doesn't know yet: typed in when its card is first entered. */
export const shareCode = defineAction<SharedCodePayload, CouponFacts>({
  kind: 'coupon.shared-code',
  payload: sharedCodePayloadSchema,
  facts: couponFactsSchema,
  readFacts: async (kernel, { subject, payload, kept }) => {
    if (subject.customerStripeId !== null) throw new AppError('TEAM_NOT_UNKNOWN')
    await checkStillUnknown(kernel, subject.teamId)
    return readCouponFacts(kernel, { subject, payload, kept, subscriptionStripeId: null })
  },
  binding: couponBinding,
  measure: (_payload, { plan }) => ({ given: mostGiven(plan), flags: [] }),
  card: (_payload, facts) =>
    couponCard(facts, {
      title: `Shared coupon code of ${moneyText(facts.plan.total)}`,
      lines: [
        ...codeLines(facts),
        {
          label: 'To be redeemed',
          before: null,
          after: `within ${SHARED_CODE_DAYS} days, once, with a first payment only`,
        },
      ],
      warnings: [WARNING],
      customerReceives: `A code that takes ${planWords(facts.plan)}. The invoice says “${facts.name}”.`,
    }),
  steps: [createCoupon({ daysOf: () => SHARED_CODE_DAYS, isForProduct: true }), createCode()],
  settle: recordGrant('coupon.shared-code'),
})
