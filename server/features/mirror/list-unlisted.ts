import { sql } from 'kysely'
import type { Queryable } from '../../ports/database.ts'
import type { Resource } from './mirror-rules.ts'

/** Where each resource stands, and which of its rows aren't known to be gone. Codes that are closed stay so. */
const ROWS: Record<Resource, readonly [table: string, there: string]> = {
  customers: ['mirror_customer', 'is_deleted = 0'],
  subscriptions: ['mirror_subscription', "status is distinct from 'deleted'"],
  invoices: ['mirror_invoice', "status is distinct from 'deleted'"],
  codes: ['mirror_code', 'is_active = 1'],
}

export interface Unlisted {
  /** When the fill began: whatever it lists is newer. */
  readonly before: number
  readonly after: string
  readonly limit: number
}

/** Ids of rows that were last read before a fill began, in order. */
export const listUnlisted = async (
  db: Queryable,
  resource: Resource,
  { before, after, limit }: Unlisted,
): Promise<string[]> => {
  const [table, there] = ROWS[resource]
  const { rows } = await sql<{ stripeId: string }>`
    select stripe_id from ${sql.table(table)}
    where ${sql.raw(there)} and as_of < ${before} and stripe_id > ${after} order by stripe_id limit ${limit}
  `.execute(db)
  return rows.map(({ stripeId }) => stripeId)
}
