import {
  type StackFacts,
  stackFactsSchema,
  type StackPayload,
  stackPayloadSchema,
} from '@countersign/shared/features/stack-requests'
import { defineAction } from '../approvals/index.ts'
import { clearInheritedDiscount } from './clear-inherited-discount.ts'
import { createStackCoupon } from './create-stack-coupon.ts'
import { creditStackRest } from './credit-stack-rest.ts'
import { readStackFacts } from './read-stack-facts.ts'
import { recordStack } from './record-stack.ts'
import { replaceLiveDiscounts } from './replace-live-discounts.ts'
import { retireCodes } from './retire-codes.ts'
import { stackBinding, stackCard } from './stack-card-rules.ts'
import { stackSurprises } from './surprise-rules.ts'

/**
 * One coupon out of what is live and what is new. Until `replace` the old coupons act, from it on the stack: wherever it
 * stops, the customer has one of the two, and never both. The coupon comes before anything is taken away: where Stripe
 * refuses it, the customer's codes are as they were.
 */
export const stackCoupons = defineAction<StackPayload, StackFacts>({
  kind: 'coupon.stack',
  payload: stackPayloadSchema,
  facts: stackFactsSchema,
  readFacts: readStackFacts,
  binding: stackBinding,
  measure: (_payload, { added }) => ({ given: added, flags: [] }),
  card: (_payload, facts) => stackCard(facts),
  steps: [createStackCoupon, retireCodes, replaceLiveDiscounts, clearInheritedDiscount, creditStackRest],
  settle: recordStack,
  surprises: ({ facts }, results) => stackSurprises(facts, results),
})
