import type { CampaignFacts, CampaignPayload } from '@countersign/shared/features/coupons'
import { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { ActionInput } from '../approvals/index.ts'
import { readStanding } from '../staff/index.ts'
import { termsWords } from './campaign-rules.ts'
import { grantedCouponId } from './grant-rules.ts'
import { insertCampaign } from './store.ts'

const codeSchema = z.object({ code: z.string(), promotionCode: z.string() })

/** From here on its sales are counted. */
export const recordCampaign = async (
  kernel: Kernel,
  tx: Transaction,
  done: { input: ActionInput<CampaignPayload, CampaignFacts>; results: Readonly<Record<string, unknown>> },
): Promise<void> => {
  const { requestId, requesterId, payload, facts } = done.input
  const now = kernel.clock.now()
  const { name: createdBy } = await readStanding(tx, requesterId)
  const codes = Object.values(done.results).flatMap((result) => {
    const made = codeSchema.safeParse(result)
    return made.success ? [made.data] : []
  })
  await insertCampaign(
    tx,
    {
      id: requestId,
      name: payload.name,
      partner: payload.partner,
      couponStripeId: grantedCouponId(requestId),
      terms: termsWords(payload),
      products: JSON.stringify(facts.products.map(({ name }) => name)),
      eachAmount: facts.each.amount,
      budgetAmount: payload.budget.amount,
      currency: payload.budget.currency,
      maxRedemptions: payload.maxRedemptions,
      endsAt: Date.parse(payload.endsAt),
      createdBy,
      createdAt: now,
      endedAt: null,
      redemptions: 0,
      checkedAt: now,
    },
    codes.map(({ code, promotionCode }) => ({
      promotionCodeStripeId: promotionCode,
      campaignId: requestId,
      code,
      redemptions: 0,
    })),
  )
}
