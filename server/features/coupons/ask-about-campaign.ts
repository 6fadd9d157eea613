import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { type CampaignRow, updateCampaign, updateCampaignCode } from './store.ts'

/** Counts a campaign's sales, per code and in all. */
export const askAboutCampaign = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  { id, couponStripeId }: CampaignRow,
): Promise<void> => {
  const checkedAt = kernel.clock.now()
  const [coupon, codes] = await Promise.all([
    kernel.stripe.readCoupon(couponStripeId),
    kernel.stripe.listPromotionCodes(couponStripeId),
  ])
  await inTransaction(kernel.db, async (tx) => {
    for (const { stripeId, timesRedeemed } of codes) await updateCampaignCode(tx, stripeId, timesRedeemed)
    // A coupon that was deleted at Stripe counts no more; what was counted stays.
    await updateCampaign(tx, id, coupon ? { checkedAt, redemptions: coupon.timesRedeemed } : { checkedAt })
  })
}
