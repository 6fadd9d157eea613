import type { NewCoupon } from '../../ports/payment-writes.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'

/** A coupon under an id that the request alone decides: found again by it, and never made twice. */
export const writeCoupon = <P, F>(
  name: string,
  couponOf: (input: ActionInput<P, F>) => Omit<NewCoupon, 'stripeId'>,
): Step<ActionInput<P, F>> => ({
  name,
  movesMoney: false,
  perform: async ({ kernel, input }, key) => {
    const stripeId = grantedCouponId(input.requestId)
    const coupon = await kernel.stripe.createCoupon({ stripeId, ...couponOf(input) }, key)
    return { coupon: coupon.stripeId }
  },
  find: async ({ kernel, input: { requestId } }) => {
    const coupon = await kernel.stripe.readCoupon(grantedCouponId(requestId))
    return coupon ? { is: 'found', result: { coupon: coupon.stripeId } } : { is: 'absent' }
  },
})
