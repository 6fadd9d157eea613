import type { CouponFacts, CouponPlan } from '@countersign/shared/features/coupons'
import { DAY_MS, toIso } from '@countersign/shared/times'
import { z } from 'zod'
import { AppError } from '../../kernel/errors.ts'
import type { GatewayCoupon, NewCoupon } from '../../ports/payment-writes.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'

const STEP = 'coupon'
/** Stripe keeps whole seconds. */
const SECOND_MS = 1000

const preparedSchema = z.object({ redeemBy: z.iso.datetime() })

const durationOf = ({ duration, months }: CouponPlan): NewCoupon['duration'] =>
  duration === 'once' || months === null ? { kind: 'once' } : { kind: 'repeating', months }

const resultOf = ({ stripeId, redeemBy }: GatewayCoupon) => {
  if (redeemBy === null) throw new AppError('STRIPE_NONSENSE', { detail: `no end on ${stripeId}` })
  return { coupon: stripeId, redeemBy }
}

export interface CouponTerms<P> {
  readonly daysOf: (payload: P) => number
  /** A code is worth what its product costs and counts on that alone; what is applied counts on the whole invoice. */
  readonly isForProduct: boolean
}

/**
 * The coupon of a grant: a fixed amount, redeemed once, for the shortest duration, until so many days after it is made. It
 * gives nothing yet: nobody can redeem it without the step that follows.
 */
export const createCoupon = <P>({ daysOf, isForProduct }: CouponTerms<P>): Step<ActionInput<P, CouponFacts>> => ({
  name: STEP,
  movesMoney: false,
  prepare: ({ kernel, input }) => {
    const now = Math.floor(kernel.clock.now() / SECOND_MS) * SECOND_MS
    return { redeemBy: toIso(now + daysOf(input.payload) * DAY_MS) }
  },
  perform: async ({ kernel, input, prepared }, key) => {
    const { requestId, subject, reason, facts } = input
    const mark = { request: requestId, step: STEP, ticket: subject.ticket, team: subject.teamId, reason }
    const coupon = await kernel.stripe.createCoupon(
      {
        stripeId: grantedCouponId(requestId),
        name: facts.name,
        off: { kind: 'amount', amount: facts.plan.amount },
        duration: durationOf(facts.plan),
        maxRedemptions: 1,
        redeemBy: preparedSchema.parse(prepared).redeemBy,
        productStripeIds: isForProduct ? [facts.price.productStripeId] : null,
        metadata: requestMetadata(mark),
      },
      key,
    )
    return resultOf(coupon)
  },
  find: async ({ kernel, input: { requestId } }) => {
    const coupon = await kernel.stripe.readCoupon(grantedCouponId(requestId))
    return coupon ? { is: 'found', result: resultOf(coupon) } : { is: 'absent' }
  },
})
