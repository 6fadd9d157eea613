import { PostgresAdapter, sql } from 'kysely'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { LicenseEventTable, LicenseSaleTable } from '../../ports/schema/license-desk.ts'
import type {
  LicenseKeyTable,
  LicenseSigningKeyTable,
  LicenseTable,
  ProductReleaseTable,
} from '../../ports/schema/licenses.ts'

export type LicenseRow = LicenseTable
export type LicenseKeyRow = LicenseKeyTable
export type ReleaseRow = ProductReleaseTable
export type EventRow = LicenseEventTable
export type SaleRow = LicenseSaleTable
export type SigningKeyRow = LicenseSigningKeyTable

const isPostgres = (db: Queryable): boolean => db.getExecutor().adapter instanceof PostgresAdapter

export const insertLicense = async (tx: Transaction, row: LicenseRow): Promise<void> => {
  await tx.insertInto('license').values(row).execute()
}

/** Every change raises the version: replicas keep what they read of a license for as long as its version stands. */
export const updateLicense = async (
  tx: Transaction,
  id: string,
  change: Partial<Omit<LicenseRow, 'id' | 'version'>> & { changedAt: number },
): Promise<void> => {
  await tx
    .updateTable('license')
    .set((row) => ({ ...change, version: row('version', '+', 1) }))
    .where('id', '=', id)
    .execute()
}

/**
 * What is known was said again later, so that an answer of before comes too late. Nothing of the license changed, and neither
 * does its version.
 */
export const confirmFacts = async (tx: Transaction, id: string, factsAsOf: number): Promise<void> => {
  await tx.updateTable('license').set({ factsAsOf }).where('id', '=', id).execute()
}

export const findLicense = (db: Queryable, id: string): Promise<LicenseRow | undefined> =>
  db.selectFrom('license').selectAll().where('id', '=', id).executeTakeFirst()

export const listLicenses = (db: Queryable, ids: readonly string[]): Promise<LicenseRow[]> =>
  db.selectFrom('license').selectAll().where('id', 'in', ids).orderBy('id').execute()

/** Locks them until the commit, always in the order of their ids; on SQLite the transaction itself is the lock. */
export const lockLicenses = (tx: Transaction, ids: readonly string[]): Promise<LicenseRow[]> => {
  const rows = tx.selectFrom('license').selectAll().where('id', 'in', ids).orderBy('id')
  return (isPostgres(tx) ? rows.forUpdate() : rows).execute()
}

export const listLicensesOfSubscription = (db: Queryable, subscriptionStripeId: string): Promise<LicenseRow[]> =>
  db.selectFrom('license').selectAll().where('subscriptionStripeId', '=', subscriptionStripeId).orderBy('id').execute()

export const listLicensesOfInvoice = (db: Queryable, invoiceStripeId: string): Promise<LicenseRow[]> =>
  db.selectFrom('license').selectAll().where('invoiceStripeId', '=', invoiceStripeId).orderBy('id').execute()

export const insertLicenseKey = async (tx: Transaction, row: LicenseKeyRow): Promise<void> => {
  await tx.insertInto('licenseKey').values(row).execute()
}

export const listLicenseKeys = (db: Queryable, licenseId: string): Promise<LicenseKeyRow[]> =>
  db.selectFrom('licenseKey').selectAll().where('licenseId', '=', licenseId).orderBy('createdAt').execute()

export const findLicenseKeys = (db: Queryable, macs: readonly string[]): Promise<LicenseKeyRow[]> =>
  db.selectFrom('licenseKey').selectAll().where('mac', 'in', macs).execute()

export const endLicenseKey = async (tx: Transaction, mac: string, validUntil: number): Promise<void> => {
  await tx.updateTable('licenseKey').set({ validUntil }).where('mac', '=', mac).execute()
}

export const putRelease = async (tx: Transaction, row: ReleaseRow): Promise<void> => {
  await tx
    .insertInto('productRelease')
    .values(row)
    .onConflict((conflict) => conflict.columns(['product', 'version']).doUpdateSet({ releasedOn: row.releasedOn }))
    .execute()
}

export const listReleases = (db: Queryable, product: string): Promise<ReleaseRow[]> =>
  db.selectFrom('productRelease').selectAll().where('product', '=', product).execute()

/** Oldest first. */
export const listSigningKeys = (db: Queryable): Promise<SigningKeyRow[]> =>
  db.selectFrom('licenseSigningKey').selectAll().orderBy('createdAt').orderBy('id').execute()

/** Of two replicas that make the same key at once, the first wins. */
export const insertSigningKey = async (db: Queryable, row: SigningKeyRow): Promise<boolean> => {
  const result = await db
    .insertInto('licenseSigningKey')
    .values(row)
    .onConflict((conflict) => conflict.column('id').doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

export const endSigningKey = async (tx: Transaction, id: string, publishedUntil: number): Promise<void> => {
  await tx.updateTable('licenseSigningKey').set({ publishedUntil }).where('id', '=', id).execute()
}

/** Who changes the signing keys does it alone. */
export const lockSigningKeys = async (tx: Transaction): Promise<void> => {
  if (isPostgres(tx)) await sql`select pg_advisory_xact_lock(7236021185)`.execute(tx)
}

export const findRelease = (db: Queryable, product: string, version: string): Promise<ReleaseRow | undefined> =>
  db
    .selectFrom('productRelease')
    .selectAll()
    .where('product', '=', product)
    .where('version', '=', version)
    .executeTakeFirst()

/** Newest first; of one product or of all. */
export const listRegister = (db: Queryable, product: string | null, limit: number) => {
  const all = db.selectFrom('productRelease').selectAll()
  const some = product === null ? all : all.where('product', '=', product)
  return some.orderBy('releasedOn', 'desc').orderBy('product').orderBy('version', 'desc').limit(limit).execute()
}

export const listProducts = async (db: Queryable): Promise<string[]> => {
  const rows = await db
    .selectFrom('license')
    .select('product')
    .union(db.selectFrom('productRelease').select('product'))
    .orderBy(sql`1`)
    .execute()
  return rows.map(({ product }) => product)
}

/** Whoever tells has made or locked the license. */
export const insertEvent = async (tx: Transaction, event: Omit<EventRow, 'sequence'>): Promise<void> => {
  const last = await tx
    .selectFrom('licenseEvent')
    .select((row) => row.fn.max<number | null>('sequence').as('sequence'))
    .where('licenseId', '=', event.licenseId)
    .executeTakeFirst()
  await tx
    .insertInto('licenseEvent')
    .values({ ...event, sequence: (last?.sequence ?? 0) + 1 })
    .execute()
}

/** Newest first. */
export const listEvents = (db: Queryable, licenseId: string, limit: number): Promise<EventRow[]> =>
  db
    .selectFrom('licenseEvent')
    .selectAll()
    .where('licenseId', '=', licenseId)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()

/** Items that have a license already. */
export const listKnownItems = async (db: Queryable, itemStripeIds: readonly string[]): Promise<ReadonlySet<string>> => {
  if (itemStripeIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('license')
    .select('itemStripeId')
    .where('itemStripeId', 'in', itemStripeIds)
    .execute()
  return new Set(rows.flatMap(({ itemStripeId }) => itemStripeId ?? []))
}

/** False when that product of that invoice is a license already. */
export const insertSale = async (tx: Transaction, row: SaleRow): Promise<void> => {
  await tx.insertInto('licenseSale').values(row).execute()
}

export const findSale = (db: Queryable, licenseId: string): Promise<SaleRow | undefined> =>
  db.selectFrom('licenseSale').selectAll().where('licenseId', '=', licenseId).executeTakeFirst()

export const listSoldProducts = async (db: Queryable, invoiceStripeId: string): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('licenseSale')
    .select('productStripeId')
    .where('invoiceStripeId', '=', invoiceStripeId)
    .execute()
  return new Set(rows.map(({ productStripeId }) => productStripeId))
}

export const listKeys = async (db: Queryable, licenseIds: readonly string[]) =>
  licenseIds.length === 0
    ? []
    : db
        .selectFrom('licenseKey')
        .select(['licenseId', 'lastGroup', 'createdAt', 'validUntil'])
        .where('licenseId', 'in', licenseIds)
        .orderBy('createdAt', 'desc')
        .execute()
