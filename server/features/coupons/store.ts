import type { Queryable, Transaction } from '../../ports/database.ts'
import type { CampaignCodeTable, CouponCampaignTable, CouponGrantTable } from '../../ports/schema/coupons.ts'

export type GrantRow = CouponGrantTable
export type CampaignRow = CouponCampaignTable
export type CampaignCodeRow = CampaignCodeTable

export const insertGrant = async (tx: Transaction, row: GrantRow): Promise<void> => {
  await tx.insertInto('couponGrant').values(row).execute()
}

export const findGrant = (db: Queryable, id: string): Promise<GrantRow | undefined> =>
  db.selectFrom('couponGrant').selectAll().where('id', '=', id).executeTakeFirst()

export const listGrantsOfTeam = (db: Queryable, teamId: string, since: number): Promise<GrantRow[]> =>
  db
    .selectFrom('couponGrant')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('grantedAt', '>', since)
    .orderBy('grantedAt', 'desc')
    .limit(200)
    .execute()

export const listGrantsOfCoupons = async (db: Queryable, couponStripeIds: readonly string[]): Promise<GrantRow[]> =>
  couponStripeIds.length === 0
    ? []
    : db.selectFrom('couponGrant').selectAll().where('couponStripeId', 'in', couponStripeIds).execute()

/** Newest first: what can still become something, and what was redeemed by somebody. */
export const listGrants = (db: Queryable, limit: number): Promise<GrantRow[]> =>
  db.selectFrom('couponGrant').selectAll().orderBy('id', 'desc').limit(limit).execute()

/** By id: what can still be redeemed, or can still give something. */
export const listGrantsAfter = (
  db: Queryable,
  { after, now, limit }: { after: string; now: number; limit: number },
): Promise<GrantRow[]> =>
  db
    .selectFrom('couponGrant')
    .selectAll()
    .where('id', '>', after)
    .where((grant) =>
      grant.or([
        grant('isSettled', '=', 0),
        grant.and([
          grant('redeemedAt', 'is', null),
          grant.or([grant('redeemBy', 'is', null), grant('redeemBy', '>', now)]),
        ]),
      ]),
    )
    .orderBy('id')
    .limit(limit)
    .execute()

export const listCampaignsAfter = (
  db: Queryable,
  { after, now, limit }: { after: string; now: number; limit: number },
): Promise<CampaignRow[]> =>
  db
    .selectFrom('couponCampaign')
    .selectAll()
    .where('id', '>', after)
    .where('endsAt', '>', now)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Which of these coupons were made by the desk. */
export const listOwnCoupons = async (db: Queryable, couponStripeIds: readonly string[]): Promise<string[]> => {
  if (couponStripeIds.length === 0) return []
  const rows = await db
    .selectFrom('couponGrant')
    .select('couponStripeId')
    .where('couponStripeId', 'in', couponStripeIds)
    .union(db.selectFrom('couponCampaign').select('couponStripeId').where('couponStripeId', 'in', couponStripeIds))
    .execute()
  return rows.map(({ couponStripeId }) => couponStripeId)
}

/** Redeemed by another team than was meant. */
export const countRedeemedByOthers = async (db: Queryable): Promise<number> => {
  const row = await db
    .selectFrom('couponGrant')
    .select((grant) => grant.fn.countAll<number | string>().as('count'))
    .where('redeemedAt', 'is not', null)
    .where((grant) =>
      grant.or([grant('redeemedByTeamId', 'is', null), grant('redeemedByTeamId', '<>', grant.ref('teamId'))]),
    )
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Those that Stripe has been asked about the longest ago. */
export const listGrantsToAsk = (db: Queryable, before: number, limit: number): Promise<GrantRow[]> =>
  db
    .selectFrom('couponGrant')
    .selectAll()
    .where('isSettled', '=', 0)
    .where('checkedAt', '<=', before)
    .orderBy('checkedAt')
    .orderBy('id')
    .limit(limit)
    .execute()

export const updateGrant = async (
  db: Queryable,
  id: string,
  change: Partial<
    Pick<
      GrantRow,
      | 'openAmount'
      | 'redeemedAt'
      | 'redeemedByCustomerStripeId'
      | 'redeemedByTeamId'
      | 'isRetired'
      | 'hasBilling'
      | 'isSettled'
      | 'checkedAt'
    >
  >,
): Promise<void> => {
  await db.updateTable('couponGrant').set(change).where('id', '=', id).execute()
}

export const insertCampaign = async (
  tx: Transaction,
  row: CampaignRow,
  codes: readonly CampaignCodeRow[],
): Promise<void> => {
  await tx.insertInto('couponCampaign').values(row).execute()
  await tx
    .insertInto('campaignCode')
    .values([...codes])
    .execute()
}

export const findCampaign = (db: Queryable, id: string): Promise<CampaignRow | undefined> =>
  db.selectFrom('couponCampaign').selectAll().where('id', '=', id).executeTakeFirst()

export const listCampaignRows = (db: Queryable, limit: number): Promise<CampaignRow[]> =>
  db.selectFrom('couponCampaign').selectAll().orderBy('id', 'desc').limit(limit).execute()

export const listCampaignsToAsk = (db: Queryable, before: number, limit: number): Promise<CampaignRow[]> =>
  db
    .selectFrom('couponCampaign')
    .selectAll()
    .where('endedAt', 'is', null)
    .where('checkedAt', '<=', before)
    .orderBy('checkedAt')
    .orderBy('id')
    .limit(limit)
    .execute()

export const listCampaignCodes = async (
  db: Queryable,
  campaignIds: readonly string[],
): Promise<Map<string, CampaignCodeRow[]>> =>
  campaignIds.length === 0
    ? new Map()
    : Map.groupBy(
        await db
          .selectFrom('campaignCode')
          .selectAll()
          .where('campaignId', 'in', campaignIds)
          .orderBy('code')
          .execute(),
        ({ campaignId }) => campaignId,
      )

export const updateCampaign = async (
  db: Queryable,
  id: string,
  change: Partial<Pick<CampaignRow, 'redemptions' | 'checkedAt' | 'endedAt'>>,
): Promise<void> => {
  await db.updateTable('couponCampaign').set(change).where('id', '=', id).execute()
}

export const updateCampaignCode = async (
  db: Queryable,
  promotionCodeStripeId: string,
  redemptions: number,
): Promise<void> => {
  await db
    .updateTable('campaignCode')
    .set({ redemptions })
    .where('promotionCodeStripeId', '=', promotionCodeStripeId)
    .execute()
}
