import type { Queryable, Transaction } from '../../ports/database.ts'
import type { LinkTable } from '../../ports/schema/links.ts'

export type LinkRow = LinkTable

export const findLink = (db: Queryable, id: string): Promise<LinkRow | undefined> =>
  db.selectFrom('link').selectAll().where('id', '=', id).executeTakeFirst()

export const findBySession = (db: Queryable, sessionStripeId: string): Promise<LinkRow | undefined> =>
  db.selectFrom('link').selectAll().where('sessionStripeId', '=', sessionStripeId).executeTakeFirst()

export const findByRequestKey = (
  db: Queryable,
  { staffId, requestKey }: Pick<LinkRow, 'staffId' | 'requestKey'>,
): Promise<LinkRow | undefined> =>
  db
    .selectFrom('link')
    .selectAll()
    .where('staffId', '=', staffId)
    .where('requestKey', '=', requestKey)
    .executeTakeFirst()

export const countMadeSince = async (db: Queryable, staffId: string, since: number): Promise<number> => {
  const row = await db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('staffId', '=', staffId)
    .where('madeAt', '>', since)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** False when the same form of the same person made one already. */
export const insertLink = async (tx: Transaction, row: LinkRow): Promise<boolean> => {
  const query = tx
    .insertInto('link')
    .values(row)
    .onConflict((conflict) => conflict.columns(['staffId', 'requestKey']).doNothing())
  return ((await query.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** False when it isn't in one of these states any more: somebody else was first. */
export const moveLink = async (
  tx: Transaction,
  { id, from }: { readonly id: string; readonly from: readonly LinkRow['state'][] },
  change: Partial<Omit<LinkRow, 'id' | 'madeAt'>>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('link')
    .set(change)
    .where('id', '=', id)
    .where('state', 'in', from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Of a customer, or of the team that wasn't one yet; newest first. */
export const listLinkRows = (
  db: Queryable,
  { customerStripeId, teamId }: { readonly customerStripeId: string | null; readonly teamId: string | null },
  limit: number,
): Promise<LinkRow[]> =>
  db
    .selectFrom('link')
    .selectAll()
    .where((eb) => eb.or([eb('customerStripeId', '=', customerStripeId), eb('teamId', '=', teamId)]))
    .orderBy('madeAt', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

/** What Stripe has to be asked about, asked the longest ago first. */
export const listDue = (db: Queryable, before: number, limit: number): Promise<LinkRow[]> =>
  db
    .selectFrom('link')
    .selectAll()
    .where('state', 'in', ['making', 'open'])
    .where('checkedAt', '<=', before)
    .orderBy('checkedAt')
    .orderBy('id')
    .limit(limit)
    .execute()

/** False when another replica took it since. */
export const claimLink = async (db: Queryable, { id, checkedAt }: LinkRow, now: number): Promise<boolean> => {
  const result = await db
    .updateTable('link')
    .set({ checkedAt: now })
    .where('id', '=', id)
    .where('checkedAt', '=', checkedAt)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
