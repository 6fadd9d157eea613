import type { Kernel } from '../../kernel/context.ts'
import { type CampaignRow, type GrantRow, listCampaignCodes, listCampaignsAfter, listGrantsAfter } from './store.ts'

/** A coupon as our own record has it. */
export interface RegisteredCoupon {
  readonly id: string
  readonly kind: 'grant' | 'campaign'
  readonly name: string
  readonly couponStripeId: string
  readonly promotionCodeStripeIds: readonly string[]
  readonly teamId: string | null
  readonly customerStripeId: string | null
  /** Off each invoice; null where the record doesn't say. */
  readonly amountOff: { readonly amount: number; readonly currency: string } | null
  readonly mostRedemptions: number
  /** Redeemed by the team that it was given to, as far as we know. */
  readonly isRedeemed: boolean
  /** By our record nobody can redeem it any more. */
  readonly isOver: boolean
}

const ofGrant = (row: GrantRow): RegisteredCoupon => ({
  id: row.id,
  kind: 'grant',
  name: row.couponName,
  couponStripeId: row.couponStripeId,
  promotionCodeStripeIds: row.promotionCodeStripeId === null ? [] : [row.promotionCodeStripeId],
  teamId: row.teamId,
  customerStripeId: row.customerStripeId,
  amountOff: { amount: row.amount, currency: row.currency },
  mostRedemptions: 1,
  isRedeemed: row.redeemedAt !== null,
  isOver: row.isRetired === 1,
})

const ofCampaign = (row: CampaignRow, codes: readonly string[]): RegisteredCoupon => ({
  id: row.id,
  kind: 'campaign',
  name: row.name,
  couponStripeId: row.couponStripeId,
  promotionCodeStripeIds: codes,
  teamId: null,
  customerStripeId: null,
  amountOff: null,
  mostRedemptions: row.maxRedemptions,
  isRedeemed: row.redemptions > 0,
  isOver: row.endedAt !== null,
})

/** A page of the coupons that can still be redeemed or can still give something, by id. */
export const listRegister = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  part: 'grants' | 'campaigns',
  { after, limit }: { after: string; limit: number },
): Promise<RegisteredCoupon[]> => {
  const wish = { after, limit, now: clock.now() }
  if (part === 'grants') return (await listGrantsAfter(db, wish)).map(ofGrant)
  const rows = await listCampaignsAfter(db, wish)
  const codes = await listCampaignCodes(
    db,
    rows.map(({ id }) => id),
  )
  return rows.map((row) =>
    ofCampaign(
      row,
      (codes.get(row.id) ?? []).map(({ promotionCodeStripeId }) => promotionCodeStripeId),
    ),
  )
}
