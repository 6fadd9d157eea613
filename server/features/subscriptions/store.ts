import type { Queryable } from '../../ports/database.ts'
import type { KeptPageTable } from '../../ports/schema/teams.ts'

/** The last answer is worth keeping, but never worth failing a page for: a newer `asOf` wins. */
export const keepPart = async (db: Queryable, row: KeptPageTable): Promise<void> => {
  await db
    .insertInto('keptPage')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['customerStripeId', 'part'])
        .doUpdateSet((eb) => ({ value: eb.ref('excluded.value'), asOf: eb.ref('excluded.asOf') }))
        .where('keptPage.asOf', '<', row.asOf),
    )
    .execute()
}

/** What the team bought on a page that somebody here made for it, newest first. */
export const listPurchases = (db: Queryable, customerStripeId: string) =>
  db
    .selectFrom('link')
    .select(['id', 'plan', 'quantity', 'period', 'ticket', 'staffName', 'completedAt', 'subscriptionStripeId'])
    .where('customerStripeId', '=', customerStripeId)
    .where('state', '=', 'complete')
    .orderBy('completedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(50)
    .execute()

export const findKeptPart = (
  db: Queryable,
  customerStripeId: string,
  part: string,
): Promise<KeptPageTable | undefined> =>
  db
    .selectFrom('keptPage')
    .selectAll()
    .where('customerStripeId', '=', customerStripeId)
    .where('part', '=', part)
    .executeTakeFirst()
