import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { StackPlan } from '@countersign/shared/features/stacks'
import { DAY_MS, toIso } from '@countersign/shared/times'
import type { NewCoupon } from '../../ports/payment-writes.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import { writeCoupon } from './write-coupon.ts'

const STEP = 'coupon'

/** Longer than a policy lets a request wait; what was never put anywhere can't be redeemed after it. */
const REDEEMABLE_MS = 60 * DAY_MS

const durationOf = ({ duration, months }: StackPlan): NewCoupon['duration'] =>
  duration === 'once' || months === null ? { kind: 'once' } : { kind: 'repeating', months }

const couponOf = (input: ActionInput<StackPayload, StackFacts>): Omit<NewCoupon, 'stripeId'> => {
  const { requestId, requestedAt, subject, reason, facts } = input
  const mark = { request: requestId, step: STEP, ticket: subject.ticket, team: subject.teamId, reason }
  return {
    name: facts.couponName,
    off: { kind: 'amount', amount: facts.plan.amount },
    duration: durationOf(facts.plan),
    maxRedemptions: 1,
    redeemBy: toIso(Date.parse(requestedAt) + REDEEMABLE_MS),
    productStripeIds: null,
    metadata: requestMetadata(mark),
  }
}

/** It gives nothing yet: nobody can redeem it but the next step, once. */
export const createStackCoupon = writeCoupon(STEP, couponOf)
