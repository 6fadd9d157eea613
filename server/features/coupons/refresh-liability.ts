import type { Kernel } from '../../kernel/context.ts'
import { askAboutCampaign } from './ask-about-campaign.ts'
import { askAboutGrants } from './ask-about-grants.ts'
import { listCampaignsToAsk, listGrantsToAsk } from './store.ts'

/** A grant takes up to five calls; Stripe allows 25 a second. */
const MOST_GRANTS = 20
const MOST_CAMPAIGNS = 10

/**
 * Asks Stripe what became of the coupons that were asked about the longest ago, a bounded number of them. `before`: leaves
 * out what was asked about since.
 */
export const refreshLiability = async (
  kernel: Kernel,
  before: number,
): Promise<{ readonly grants: number; readonly campaigns: number }> => {
  const grants = await listGrantsToAsk(kernel.db, before, MOST_GRANTS)
  await askAboutGrants(kernel, grants)
  const campaigns = await listCampaignsToAsk(kernel.db, before, MOST_CAMPAIGNS)
  for (const campaign of campaigns) await askAboutCampaign(kernel, campaign)
  return { grants: grants.length, campaigns: campaigns.length }
}
