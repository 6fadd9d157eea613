import { randomBytes } from 'node:crypto'
import type { CouponFacts } from '@countersign/shared/features/coupons'
import { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { REQUEST_KEYS, requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step, StepContext } from '../executions/index.ts'
import { codeFromBytes } from './code-rules.ts'
import { grantedCouponId } from './grant-rules.ts'

const STEP = 'code'
const DRAFT_BYTES = 96

const preparedSchema = z.object({ code: z.string() })
const couponResultSchema = z.object({ redeemBy: z.iso.datetime() })

/** The code ends with its coupon; a coupon that is there on a person's word alone is asked for its end. */
const endOf = async (
  { stripe }: Kernel,
  requestId: string,
  results: StepContext['results'],
): Promise<string | null> => {
  const made = couponResultSchema.safeParse(results['coupon']).data
  if (made) return made.redeemBy
  const coupon = await stripe.readCoupon(grantedCouponId(requestId))
  if (!coupon) throw new AppError('NOT_FOUND', { detail: 'the coupon of the code' })
  return coupon.redeemBy
}

const drawCode = (): string => {
  let code: string | null = null
  while (code === null) code = codeFromBytes(randomBytes(DRAFT_BYTES))
  return code
}

/**
 * The code of a granted coupon, bound to the team's customer; without one it is for a first transaction only. The code is
 * kept sealed until it is sent and stands in no result: whoever may see it reads it from Stripe.
 */
export const createCode = <P>(): Step<ActionInput<P, CouponFacts>> => ({
  name: STEP,
  movesMoney: true,
  prepare: () => ({ code: drawCode() }),
  perform: async ({ kernel, input, prepared, results }, key) => {
    const { requestId, subject, reason } = input
    const mark = { request: requestId, step: STEP, ticket: subject.ticket, team: subject.teamId, reason }
    const made = await kernel.stripe.createPromotionCode(
      {
        couponStripeId: grantedCouponId(requestId),
        code: preparedSchema.parse(prepared).code,
        customerStripeId: subject.customerStripeId,
        maxRedemptions: 1,
        expiresAt: await endOf(kernel, requestId, results),
        isFirstTimeOnly: subject.customerStripeId === null,
        metadata: requestMetadata(mark),
      },
      key,
    )
    return { promotionCode: made.stripeId }
  },
  find: async ({ kernel, input: { requestId } }) => {
    const codes = await kernel.stripe.listPromotionCodes(grantedCouponId(requestId))
    const made = codes.find(({ metadata }) => metadata[REQUEST_KEYS.request] === requestId)
    return made ? { is: 'found', result: { promotionCode: made.stripeId } } : { is: 'absent' }
  },
})
