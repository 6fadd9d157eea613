import type { CampaignFacts, CampaignPayload } from '@countersign/shared/features/coupons'
import { assert } from '../../kernel/errors.ts'
import { requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'
import { grantedCouponId } from './grant-rules.ts'

/** One of the campaign's codes. They are public words, so they may stand in results. */
export const createCampaignCode = (place: number): Step<ActionInput<CampaignPayload, CampaignFacts>> => {
  const name = `code-${place + 1}`
  return {
    name,
    movesMoney: true,
    isNeeded: ({ input }) => place < input.payload.codes.length,
    perform: async ({ kernel, input: { requestId, payload, reason } }, key) => {
      const code = payload.codes[place]
      assert(code !== undefined, 'a code step without its code')
      const made = await kernel.stripe.createPromotionCode(
        {
          couponStripeId: grantedCouponId(requestId),
          code,
          customerStripeId: null,
          maxRedemptions: null,
          expiresAt: payload.endsAt,
          isFirstTimeOnly: false,
          metadata: requestMetadata({ request: requestId, step: name, ticket: null, team: null, reason }),
        },
        key,
      )
      return { code: made.code, promotionCode: made.stripeId }
    },
    find: async ({ kernel, input: { requestId, payload } }) => {
      const wanted = payload.codes[place]?.toLowerCase()
      const codes = await kernel.stripe.listPromotionCodes(grantedCouponId(requestId))
      const made = codes.find(({ code }) => code.toLowerCase() === wanted)
      return made ? { is: 'found', result: { code: made.code, promotionCode: made.stripeId } } : { is: 'absent' }
    },
  }
}
