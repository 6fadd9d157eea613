import type { InvoiceFilter, ListTasksInput } from '@countersign/shared/features/invoice-work'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { FulfilmentTaskTable, ManualInvoiceTable } from '../../ports/schema/invoices.ts'

export type InvoiceRow = ManualInvoiceTable
export type TaskRow = FulfilmentTaskTable

export const insertInvoice = async (tx: Transaction, row: InvoiceRow): Promise<void> => {
  await tx.insertInto('manualInvoice').values(row).execute()
}

export const findInvoice = (db: Queryable, id: string): Promise<InvoiceRow | undefined> =>
  db.selectFrom('manualInvoice').selectAll().where('id', '=', id).executeTakeFirst()

export const findInvoiceByStripeId = (db: Queryable, stripeId: string): Promise<InvoiceRow | undefined> =>
  db.selectFrom('manualInvoice').selectAll().where('stripeId', '=', stripeId).executeTakeFirst()

export const listInvoicesByStripeIds = (db: Queryable, stripeIds: readonly string[]) =>
  db.selectFrom('manualInvoice').select('stripeId').where('stripeId', 'in', stripeIds).execute()

/** The quote and those of other sources with its reference: what one deal may have been taken down as. */
const namesakesOf = (db: Queryable, quoteId: string) =>
  db
    .selectFrom('quote')
    .select('id')
    .where('referenceKey', 'in', db.selectFrom('quote').select('referenceKey').where('id', '=', quoteId))

/** Of one quote and its namesakes, those that count: neither discarded nor voided. */
export const listInvoicesOfQuote = (db: Queryable, quoteId: string): Promise<InvoiceRow[]> =>
  db
    .selectFrom('manualInvoice')
    .selectAll()
    .where('quoteId', 'in', namesakesOf(db, quoteId))
    .where('state', 'not in', ['discarded', 'ended'])
    .orderBy('id')
    .execute()

const MOST_CUSTOMERS = 50

/** Customers that were chosen or made for this team, newest first: known here before any search finds them. */
export const listInvoicedCustomers = async (db: Queryable, teamId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('manualInvoice')
    .select('customerStripeId')
    .where('teamId', '=', teamId)
    .where('customerStripeId', 'is not', null)
    .orderBy('id', 'desc')
    .limit(MOST_CUSTOMERS)
    .execute()
  return rows.flatMap(({ customerStripeId }) => customerStripeId ?? [])
}

type Change = Partial<Omit<InvoiceRow, 'id' | 'quoteId' | 'version'>>

/** The new version; null when it isn't at that version any more: somebody else changed it. */
export const changeInvoice = async (
  tx: Transaction,
  { id, version }: Pick<InvoiceRow, 'id' | 'version'>,
  change: Change,
): Promise<number | null> => {
  const row = await tx
    .updateTable('manualInvoice')
    .set({ ...change, version: version + 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .returning('version')
    .executeTakeFirst()
  return row?.version ?? null
}

const FILTERS = {
  editing: ['editing', 'drafting', 'drafted'],
  approval: ['asked'],
  over: ['discarded', 'ended'],
} as const

const narrow = (db: Queryable, filter: InvoiceFilter) => {
  const all = db.selectFrom('manualInvoice').selectAll()
  if (filter === 'all') return all
  if (filter === 'paid') return all.where('status', '=', 'paid')
  if (filter === 'sent') return all.where('state', '=', 'sent').where('status', '<>', 'paid')
  // What is stuck is told from the chain; it isn't over.
  if (filter === 'open' || filter === 'stuck') return all.where('state', 'not in', FILTERS.over)
  return all.where('state', 'in', FILTERS[filter])
}

export interface InvoiceQuery {
  readonly filter: InvoiceFilter
  readonly teamId?: string | undefined
  readonly customerStripeId?: string | undefined
  readonly quoteId?: string | undefined
  readonly before?: string | undefined
  readonly limit: number
}

/** Newest first. */
export const listInvoiceRows = (db: Queryable, by: InvoiceQuery): Promise<InvoiceRow[]> => {
  let query = narrow(db, by.filter)
  if (by.teamId !== undefined) query = query.where('teamId', '=', by.teamId)
  if (by.customerStripeId !== undefined) query = query.where('customerStripeId', '=', by.customerStripeId)
  if (by.quoteId !== undefined) query = query.where('quoteId', 'in', namesakesOf(db, by.quoteId))
  if (by.before !== undefined) query = query.where('id', '<', by.before)
  return query.orderBy('id', 'desc').limit(by.limit).execute()
}

export const insertTask = async (tx: Transaction, row: TaskRow): Promise<void> => {
  await tx.insertInto('fulfilmentTask').values(row).execute()
}

export const findTask = (db: Queryable, id: string): Promise<TaskRow | undefined> =>
  db.selectFrom('fulfilmentTask').selectAll().where('id', '=', id).executeTakeFirst()

export const updateTask = async (
  tx: Transaction,
  id: string,
  change: Partial<Pick<TaskRow, 'state' | 'since' | 'doneAt' | 'doneBy' | 'fulfilledBy'>>,
): Promise<void> => {
  await tx.updateTable('fulfilmentTask').set(change).where('id', '=', id).execute()
}

export const findTaskFulfilledBy = (db: Queryable, requestId: string): Promise<TaskRow | undefined> =>
  db.selectFrom('fulfilmentTask').selectAll().where('fulfilledBy', '=', requestId).executeTakeFirst()

export const listTasksOf = async (
  db: Queryable,
  manualInvoiceIds: readonly string[],
): Promise<Map<string, TaskRow[]>> =>
  manualInvoiceIds.length === 0
    ? new Map()
    : Map.groupBy(
        await db
          .selectFrom('fulfilmentTask')
          .selectAll()
          .where('manualInvoiceId', 'in', manualInvoiceIds)
          .orderBy('what')
          .orderBy('id')
          .execute(),
        (row) => row.manualInvoiceId,
      )

/** Newest first, each with the invoice that it belongs to. */
export const listTaskRows = (db: Queryable, { state, before, limit }: ListTasksInput) => {
  let query = db
    .selectFrom('fulfilmentTask')
    .innerJoin('manualInvoice', 'manualInvoice.id', 'fulfilmentTask.manualInvoiceId')
    .selectAll('fulfilmentTask')
    .select(['manualInvoice.quoteReference', 'manualInvoice.customerName', 'manualInvoice.teamId'])
  query =
    state === 'unfinished'
      ? query.where('fulfilmentTask.state', '<>', 'done')
      : query.where('fulfilmentTask.state', '=', state)
  if (before !== undefined) query = query.where('fulfilmentTask.id', '<', before)
  return query.orderBy('fulfilmentTask.id', 'desc').limit(limit).execute()
}

/** Customers of the mirror by exactly this name, without regard to the case of plain letters. */
export const listCustomersNamed = (db: Queryable, nameFold: string, limit: number) =>
  db
    .selectFrom('mirrorCustomer')
    .select('stripeId')
    .where('nameFold', '=', nameFold)
    .where('isDeleted', '=', 0)
    .limit(limit)
    .execute()

/** What could be delivered, and wasn't, since before then. */
export const countDueTasksBefore = async (db: Queryable, before: number): Promise<number> => {
  const row = await db
    .selectFrom('fulfilmentTask')
    .select((task) => task.fn.countAll<number | string>().as('count'))
    .where('state', '=', 'open')
    .where('since', '<', before)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
