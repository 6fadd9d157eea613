import type { StackFacts, StackPayload } from '@countersign/shared/features/stack-requests'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { LiveSubscription } from '../../ports/payment-facts.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'
import { standingOf } from './ground-rules.ts'
import { intendedOf } from './intended-rules.ts'

type Input = ActionInput<StackPayload, StackFacts>

const readLive = async ({ stripe }: Kernel, { payload }: Input): Promise<LiveSubscription> => {
  const live = await stripe.readSubscription(payload.subscriptionStripeId)
  if (!live) throw new AppError('STACK_OVERTAKEN', { detail: 'the subscription is gone' })
  return live
}

const hangingIn = ({ discounts }: LiveSubscription, requestId: string) =>
  discounts.onSubscription.find(({ couponStripeId }) => couponStripeId === grantedCouponId(requestId))

/** Hanging, or used up already: it can be redeemed once, and only this step does. */
const findStack = async (kernel: Kernel, input: Input, live: LiveSubscription) => {
  const hanging = hangingIn(live, input.requestId)
  if (hanging) return { discount: hanging.stripeId, endsAt: hanging.endsAt, isHanging: true }
  const coupon = await kernel.stripe.readCoupon(grantedCouponId(input.requestId))
  return coupon && coupon.timesRedeemed > 0 ? { discount: null, endsAt: null, isHanging: false } : null
}

/** An invoice made since, or a discount that came or went: the sum would no longer be right. */
const isMoved = (input: Input, live: LiveSubscription): boolean => {
  const { standing } = input.facts
  const now = standingOf(live)
  return Object.keys({ ...standing, ...now }).some((what) => standing[what] !== now[what])
}

/**
 * Puts the stack in the place of all that it holds, in one call: before it the old coupons act, after it the stack. However
 * long it was since the facts were compared, they are compared once more right before it is sent.
 */
export const replaceLiveDiscounts: Step<Input> = {
  name: 'replace',
  movesMoney: true,
  asksAfterwards: true,
  perform: async ({ kernel, input }, key) => {
    const before = await readLive(kernel, input)
    const found = await findStack(kernel, input, before)
    if (found) return found
    if (isMoved(input, before)) throw new AppError('STACK_OVERTAKEN')
    const { payload, requestId, facts } = input
    const intended = intendedOf(payload.subscriptionStripeId, grantedCouponId(requestId), facts)
    await kernel.stripe.replaceDiscounts(intended, key)
    const hanging = hangingIn(await readLive(kernel, input), requestId)
    return { discount: hanging?.stripeId ?? null, endsAt: hanging?.endsAt ?? null, isHanging: hanging !== undefined }
  },
  find: async ({ kernel, input }) => {
    const result = await findStack(kernel, input, await readLive(kernel, input))
    return result ? { is: 'found', result } : { is: 'absent' }
  },
}
