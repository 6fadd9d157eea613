import type { Insertable, Selectable } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../../ports/database.ts'
import type { MirrorRunTable } from '../../../ports/schema/mirror.ts'

type Row<T extends keyof Schema> = Insertable<Schema[T]>

// A row that was read earlier never replaces one that was read later.

export const writeCustomers = async (tx: Transaction, rows: ReadonlyArray<Row<'mirrorCustomer'>>): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insertInto('mirrorCustomer')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('stripeId')
        .doUpdateSet((row) => ({
          teamId: row.ref('excluded.teamId'),
          name: row.ref('excluded.name'),
          email: row.ref('excluded.email'),
          currency: row.ref('excluded.currency'),
          balance: row.ref('excluded.balance'),
          isDeleted: row.ref('excluded.isDeleted'),
          asOf: row.ref('excluded.asOf'),
          nameFold: row.ref('excluded.nameFold'),
          emailFold: row.ref('excluded.emailFold'),
          document: row.ref('excluded.document'),
        }))
        .whereRef('mirrorCustomer.asOf', '<=', 'excluded.asOf'),
    )
    .execute()
}

export const writeSubscriptions = async (
  tx: Transaction,
  rows: ReadonlyArray<Row<'mirrorSubscription'>>,
): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insertInto('mirrorSubscription')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('stripeId')
        .doUpdateSet((row) => ({
          customerStripeId: row.ref('excluded.customerStripeId'),
          teamId: row.ref('excluded.teamId'),
          status: row.ref('excluded.status'),
          asOf: row.ref('excluded.asOf'),
        }))
        .whereRef('mirrorSubscription.asOf', '<=', 'excluded.asOf'),
    )
    .execute()
}

export const writeInvoices = async (tx: Transaction, rows: ReadonlyArray<Row<'mirrorInvoice'>>): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insertInto('mirrorInvoice')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('stripeId')
        .doUpdateSet((row) => ({
          number: row.ref('excluded.number'),
          status: row.ref('excluded.status'),
          total: row.ref('excluded.total'),
          asOf: row.ref('excluded.asOf'),
        }))
        .whereRef('mirrorInvoice.asOf', '<=', 'excluded.asOf'),
    )
    .execute()
}

export const writeCodes = async (tx: Transaction, rows: ReadonlyArray<Row<'mirrorCode'>>): Promise<void> => {
  if (rows.length === 0) return
  await tx
    .insertInto('mirrorCode')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('stripeId')
        .doUpdateSet((row) => ({
          customerStripeId: row.ref('excluded.customerStripeId'),
          isActive: row.ref('excluded.isActive'),
          asOf: row.ref('excluded.asOf'),
        }))
        .whereRef('mirrorCode.asOf', '<=', 'excluded.asOf'),
    )
    .execute()
}

export const listKnownDocuments = (tx: Transaction, stripeIds: readonly string[]) =>
  tx
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'nameFold', 'emailFold', 'document'])
    .where('stripeId', 'in', stripeIds)
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

export const markHeard = (tx: Transaction, at: number) =>
  tx
    .updateTable('mirrorState')
    .set({ heardAt: at })
    .where((state) => state.or([state('heardAt', 'is', null), state('heardAt', '<', at)]))
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

export const readLatestRun = (db: Queryable): Promise<Run | undefined> =>
  db.selectFrom('mirrorRun').selectAll().orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(1).executeTakeFirst()

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
