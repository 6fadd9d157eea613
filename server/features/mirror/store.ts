import { CompiledQuery, type Insertable, PostgresAdapter, type Selectable, sql } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { MirrorResource } from '../../ports/payment-gateway.ts'
import { type ColumnsOf, MIRROR_COLUMNS } from '../../ports/schema/mirror-columns.ts'
import type { MirrorRunTable } from '../../ports/schema/mirror.ts'

type Row<T extends keyof Schema> = Insertable<Schema[T]>

const isPostgres = (db: Queryable): boolean => db.getExecutor().adapter instanceof PostgresAdapter

const snake = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

const arrayOf = (type: string, values: readonly unknown[]) => sql`${values}::${sql.raw(type)}[]`

/** One text for lists of any length, so that the statement is prepared once. */
const idsOf = (db: Queryable, stripeIds: readonly string[]) =>
  isPostgres(db)
    ? sql<string>`(select unnest(${arrayOf('text', stripeIds)}))`
    : sql<string>`(select value from json_each(${JSON.stringify(stripeIds)}))`

/** Rows of a statement on SQLite: large enough to save trips, small enough to be prepared once and for all. */
const ROWS_A_STATEMENT = 50

interface Upsert {
  readonly columns: readonly string[]
  readonly types: readonly string[]
  readonly head: string
  readonly tail: string
}

const upsertInto = (table: string, columns: readonly string[], types: readonly string[]): Upsert => {
  const rest = columns.filter((name) => name !== 'stripe_id' && name !== 'created_at')
  return {
    columns,
    types,
    head: `insert into ${table} (${columns.join(', ')})`,
    tail: `on conflict (stripe_id) do update set ${rest.map((name) => `${name} = excluded.${name}`).join(', ')}
      where ${table}.as_of <= excluded.as_of`,
  }
}

const writeToPostgres = async (tx: Transaction, { head, tail, types }: Upsert, rows: readonly unknown[][]) => {
  const arrays = types.map((type, column) =>
    arrayOf(
      type,
      rows.map((row) => row[column]),
    ),
  )
  await sql`${sql.raw(head)} select * from unnest(${sql.join(arrays)}) ${sql.raw(tail)}`.execute(tx)
}

const writeToSqlite = async (tx: Transaction, { head, tail, columns }: Upsert, rows: readonly unknown[][]) => {
  const tuple = `(${columns.map(() => '?').join(', ')})`
  for (let from = 0; from < rows.length; from += ROWS_A_STATEMENT) {
    const some = rows.slice(from, from + ROWS_A_STATEMENT)
    const text = `${head} values ${some.map(() => tuple).join(', ')} ${tail}`
    await tx.executeQuery(CompiledQuery.raw(text, some.flat()))
  }
}

/**
 * Few statements with texts that stay the same, past the query builder: it takes longer to write down a thousand rows
 * than the database to insert them. A row that was read earlier never replaces one that was read later.
 */
const createUpsert = <T extends keyof Schema>(table: string, columns: ColumnsOf<T>) => {
  const keys = Object.keys(columns) as Array<keyof Row<T> & string>
  const upsert = upsertInto(
    table,
    keys.map(snake),
    keys.map((key) => columns[key]),
  )
  return async (tx: Transaction, rows: ReadonlyArray<Row<T>>): Promise<void> => {
    if (rows.length === 0) return
    const values = rows.map((row) => keys.map((key): unknown => row[key] ?? null))
    await (isPostgres(tx) ? writeToPostgres(tx, upsert, values) : writeToSqlite(tx, upsert, values))
  }
}

export const writeCustomers = createUpsert<'mirrorCustomer'>('mirror_customer', MIRROR_COLUMNS.customers)
export const writeSubscriptions = createUpsert<'mirrorSubscription'>(
  'mirror_subscription',
  MIRROR_COLUMNS.subscriptions,
)
export const writeInvoices = createUpsert<'mirrorInvoice'>('mirror_invoice', MIRROR_COLUMNS.invoices)
export const writeCodes = createUpsert<'mirrorCode'>('mirror_code', MIRROR_COLUMNS.codes)

const TABLES = {
  customers: 'mirrorCustomer',
  subscriptions: 'mirrorSubscription',
  invoices: 'mirrorInvoice',
  codes: 'mirrorCode',
} as const satisfies Record<MirrorResource, keyof Schema>

export interface Recalled {
  /** When what stands there was read or heard. */
  readonly asOf: number
  /** When the event was made that told it; null where Stripe was asked. */
  readonly toldAt: number | null
}

/** How old what the mirror holds of these objects is. */
export const recallRows = async (
  db: Queryable,
  resource: MirrorResource,
  stripeIds: readonly string[],
): Promise<ReadonlyMap<string, Recalled>> => {
  const rows = await db
    .selectFrom(TABLES[resource])
    .select(['stripeId', 'asOf', 'toldAt'])
    .where('stripeId', 'in', idsOf(db, stripeIds))
    .execute()
  return new Map(rows.map(({ stripeId, asOf, toldAt }) => [stripeId, { asOf, toldAt }]))
}

/** When what the mirror holds of an object was read; null when it holds nothing. */
export const readAsOf = async (db: Queryable, resource: MirrorResource, stripeId: string): Promise<number | null> => {
  const row = await db.selectFrom(TABLES[resource]).select('asOf').where('stripeId', '=', stripeId).executeTakeFirst()
  return row?.asOf ?? null
}

/** What the mirror holds of these, gone or not. */
export const listMirrored = async (db: Queryable, resource: MirrorResource, stripeIds: readonly string[]) => {
  if (stripeIds.length === 0) return []
  return db.selectFrom(TABLES[resource]).selectAll().where('stripeId', 'in', stripeIds).execute()
}

/** What the mirror holds that was made in a span of time; `to` is outside of it. */
export const listMirroredBetween = (
  db: Queryable,
  resource: MirrorResource,
  { from, to, limit }: { from: number; to: number; limit: number },
) => {
  const rows = db.selectFrom(TABLES[resource]).selectAll().where('createdAt', '>=', from).where('createdAt', '<', to)
  return rows.orderBy('createdAt', 'desc').orderBy('stripeId').limit(limit).execute()
}

export const listKnownDocuments = (tx: Transaction, stripeIds: readonly string[]) =>
  tx
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'nameFold', 'emailFold', 'document'])
    .where('stripeId', 'in', idsOf(tx, stripeIds))
    .execute()

/** Takes the row's lock until the commit, so that documents become visible in the order of their numbers. */
export const takeDocuments = async (tx: Transaction, count: number): Promise<number> => {
  const row = await tx
    .updateTable('mirrorState')
    .set((state) => ({ nextDocument: state('nextDocument', '+', count) }))
    .returning('nextDocument')
    .executeTakeFirstOrThrow()
  return row.nextDocument - count
}

/** Takes the row's lock until the commit, also when what stands there is newer. */
export const markHeard = (tx: Transaction, at: number) =>
  tx
    .updateTable('mirrorState')
    .set({ heardAt: sql`case when heard_at >= ${at} then heard_at else ${at} end` })
    .execute()

export const readState = (db: Queryable) => db.selectFrom('mirrorState').selectAll().executeTakeFirstOrThrow()

export const countCustomers = async (db: Queryable): Promise<number> => {
  const row = await db
    .selectFrom('mirrorCustomer')
    .select((customer) => customer.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return row.total
}

export type Run = Selectable<MirrorRunTable>

/** False when another fill is running: the database allows one. */
export const insertRun = async (tx: Transaction, run: Row<'mirrorRun'>): Promise<boolean> => {
  const result = await tx
    .insertInto('mirrorRun')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** The running one, else the one started last. */
export const readLatestRun = (db: Queryable): Promise<Run | undefined> =>
  db
    .selectFrom('mirrorRun')
    .selectAll()
    .orderBy(sql`case when state = 'running' then 0 else 1 end`)
    .orderBy('startedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Takes over the running fill that nobody works on, under a new fence; undefined when there is none. */
export const claimRun = (db: Queryable, holder: string, now: number, leaseUntil: number): Promise<Run | undefined> =>
  db
    .updateTable('mirrorRun')
    .set((run) => ({ leaseHolder: holder, leaseUntil, fence: run('fence', '+', 1) }))
    .where('state', '=', 'running')
    .where((run) =>
      run.or([run('leaseUntil', 'is', null), run('leaseUntil', '<', now), run('leaseHolder', '=', holder)]),
    )
    .returningAll()
    .executeTakeFirst()

/** False when the fill was cancelled or is another replica's by now; then nothing may be written. */
export const advanceRun = async (
  tx: Queryable,
  { id, fence }: Pick<Run, 'id' | 'fence'>,
  step: Partial<Pick<Run, 'resource' | 'cursor' | 'counts' | 'leaseUntil' | 'state' | 'finishedAt' | 'failure'>>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('mirrorRun')
    .set(step)
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const releaseRun = (db: Queryable, { id, fence }: Pick<Run, 'id' | 'fence'>) =>
  db
    .updateTable('mirrorRun')
    .set({ leaseHolder: null, leaseUntil: null })
    .where('id', '=', id)
    .where('fence', '=', fence)
    .execute()

export const cancelRun = async (tx: Transaction, now: number): Promise<string | null> => {
  const row = await tx
    .updateTable('mirrorRun')
    .set({ state: 'cancelled', finishedAt: now, leaseHolder: null, leaseUntil: null })
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** A fill that stopped goes on from its cursor, with what it has counted. False when it is running by now. */
export const resumeRun = async (tx: Transaction, id: string): Promise<boolean> => {
  const result = await tx
    .updateTable('mirrorRun')
    .set({ state: 'running', failure: null, finishedAt: null, leaseHolder: null, leaseUntil: null })
    .where('id', '=', id)
    .where('state', 'in', ['cancelled', 'failed'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Where each resource stands, and which of its rows aren't known to be gone. Codes that are closed stay so. */
const STILL_THERE: Record<MirrorResource, readonly [table: string, there: string]> = {
  customers: ['mirror_customer', 'is_deleted = 0'],
  subscriptions: ['mirror_subscription', "status is distinct from 'deleted'"],
  invoices: ['mirror_invoice', "status is distinct from 'deleted'"],
  codes: ['mirror_code', 'is_active = 1'],
}

interface Unlisted {
  /** When the fill began: whatever it lists is newer. */
  readonly before: number
  readonly after: string
  readonly limit: number
}

/** Ids of rows that were last read before a fill began, in order. */
export const listUnlisted = async (
  db: Queryable,
  resource: MirrorResource,
  { before, after, limit }: Unlisted,
): Promise<string[]> => {
  const [table, there] = STILL_THERE[resource]
  const { rows } = await sql<{ stripeId: string }>`
    select stripe_id from ${sql.table(table)}
    where ${sql.raw(there)} and as_of < ${before} and stripe_id > ${after} order by stripe_id limit ${limit}
  `.execute(db)
  return rows.map(({ stripeId }) => stripeId)
}
