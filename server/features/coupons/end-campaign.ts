import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { askAboutCampaign } from './ask-about-campaign.ts'
import { findCampaign, listCampaignCodes, updateCampaign } from './store.ts'

/**
 * Deactivates every code of a campaign: nobody can redeem it any more, what was redeemed goes on. It takes nothing from
 * anybody and ends what could cost more, so nobody has to approve it. Asked again after a failure it goes on where it was.
 */
export const endCampaign = async (
  kernel: Kernel,
  asking: { readonly actor: StaffActor; readonly requestId: string },
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> => {
  const campaign = await findCampaign(kernel.db, id)
  if (!campaign) throw new AppError('NOT_FOUND')
  if (campaign.endedAt !== null) throw new AppError('CAMPAIGN_OVER')
  const codes = (await listCampaignCodes(kernel.db, [id])).get(id) ?? []
  // Stripe replays an answer for a day, its own failures too, so each click has keys of its own.
  for (const { promotionCodeStripeId: code } of codes)
    await kernel.stripe.deactivatePromotionCode(code, `${id}/end/${asking.requestId}/${code}`)
  await askAboutCampaign(kernel, campaign)
  const endedAt = kernel.clock.now()
  await inTransaction(kernel.db, async (tx) => {
    await updateCampaign(tx, id, { endedAt })
    await recordAudit(tx, endedAt, {
      ...asking,
      action: 'campaign.ended',
      subject: { kind: 'campaign', id },
      reason,
      details: { coupon: campaign.couponStripeId, codes: codes.map(({ code }) => code) },
    })
  })
}
