import type { Campaign } from '@countersign/shared/features/coupons'
import type { Kernel } from '../../kernel/context.ts'
import { describeCampaign } from './campaign-rules.ts'
import { listCampaignCodes, listCampaignRows } from './store.ts'

const MOST = 200

/** Newest first, as Stripe last told their sales. */
export const listCampaigns = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<Campaign[]> => {
  const rows = await listCampaignRows(db, MOST)
  const codes = await listCampaignCodes(
    db,
    rows.map(({ id }) => id),
  )
  const now = clock.now()
  return rows.map((row) => describeCampaign(row, codes.get(row.id) ?? [], now))
}
