import type { Queryable, Transaction } from '../../ports/database.ts'
import type {
  InvoiceNoteTable,
  InvoiceReminderTable,
  ReceivableRunTable,
  ReceivableTable,
} from '../../ports/schema/receivables.ts'

export type ReceivableRow = ReceivableTable
export type RunRow = ReceivableRunTable
export type ReminderRow = InvoiceReminderTable
export type NoteRow = InvoiceNoteTable

/** False when it was read later already: what is older never replaces what is newer. */
export const writeReceivable = async (tx: Transaction, row: ReceivableRow): Promise<boolean> => {
  const { stripeId: _, customerStripeId: __, createdAt: ___, currency: ____, ...changing } = row
  const query = tx
    .insertInto('receivable')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('stripeId').doUpdateSet(changing).whereRef('receivable.asOf', '<=', 'excluded.asOf'),
    )
  return ((await query.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n
}

export const findReceivable = (db: Queryable, stripeId: string): Promise<ReceivableRow | undefined> =>
  db.selectFrom('receivable').selectAll().where('stripeId', '=', stripeId).executeTakeFirst()

/** Open by our rows, and not seen since: Stripe doesn't list them as open any more. */
export const listUnseen = async (db: Queryable, before: number, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('receivable')
    .select('stripeId')
    .where('state', '=', 'open')
    .where('asOf', '<', before)
    .orderBy('asOf')
    .orderBy('stripeId')
    .limit(limit)
    .execute()
  return rows.map(({ stripeId }) => stripeId)
}

/**
 * Manual invoices that may still change at Stripe and weren't read since `before`: one that was never listed as open, or
 * was written off, is in no list that the round reads. Read the longest ago first.
 */
export const listToFollow = async (db: Queryable, before: number, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('manualInvoice')
    .leftJoin('receivable', 'receivable.stripeId', 'manualInvoice.stripeId')
    .select('manualInvoice.stripeId')
    .where('manualInvoice.stripeId', 'is not', null)
    .where((eb) =>
      eb.or([
        eb('manualInvoice.status', 'in', ['open', 'uncollectible']),
        eb.and([eb('manualInvoice.state', '=', 'sent'), eb('manualInvoice.status', 'is', null)]),
      ]),
    )
    .where((eb) => eb.or([eb('receivable.asOf', 'is', null), eb('receivable.asOf', '<', before)]))
    .orderBy((eb) => eb.fn.coalesce('receivable.asOf', eb.val(0)))
    .orderBy('manualInvoice.stripeId')
    .limit(limit)
    .execute()
  return rows.flatMap(({ stripeId }) => stripeId ?? [])
}

/** Stripe knows it no more. */
export const closeGone = async (tx: Transaction, stripeId: string, at: number): Promise<void> => {
  await tx
    .updateTable('receivable')
    .set({ state: 'closed', closedAs: 'gone', closedAt: at, asOf: at })
    .where('stripeId', '=', stripeId)
    .where('asOf', '<=', at)
    .execute()
}

export type OpenRow = Awaited<ReturnType<typeof listOpenRows>>[number]

/** With what the mirror knows of the customers, and whether their last verdict was a conflict. */
export const listOpenRows = (db: Queryable) =>
  db
    .selectFrom('receivable')
    .leftJoin('mirrorCustomer', 'mirrorCustomer.stripeId', 'receivable.customerStripeId')
    .selectAll('receivable')
    .select(['mirrorCustomer.name as mirrorName', 'mirrorCustomer.teamId as mirrorTeamId', 'mirrorCustomer.isDeleted'])
    .where('receivable.state', '=', 'open')
    .execute()

/** How many of the open ones were due before that moment, as `dueDayOf` reads it. */
export const countDueBefore = async (db: Queryable, moment: number): Promise<number> => {
  const row = await db
    .selectFrom('receivable')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', 'open')
    .where((eb) => eb(eb.fn.coalesce('dueAt', 'finalizedAt', 'createdAt'), '<', moment))
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Customers whose last verdict that Stripe answered was a conflict. */
export const listConflicts = async (db: Queryable): Promise<ReadonlySet<string>> => {
  const rows = await db
    .selectFrom('verification as last')
    .select('last.customerStripeId')
    .where('last.strength', '=', 'conflict')
    .where('last.customerStripeId', 'is not', null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('verification as later')
            .select('later.id')
            .whereRef('later.customerStripeId', '=', 'last.customerStripeId')
            .whereRef('later.at', '>', 'last.at')
            .where('later.strength', 'not in', ['conflict', 'unverified']),
        ),
      ),
    )
    .execute()
  return new Set(rows.flatMap(({ customerStripeId }) => customerStripeId ?? []))
}

/** Of open invoices, newest first; without those whose mail failed. */
export const listOpenReminders = (db: Queryable) =>
  db
    .selectFrom('invoiceReminder')
    .innerJoin('receivable', 'receivable.stripeId', 'invoiceReminder.invoiceStripeId')
    .leftJoin('mail', 'mail.key', 'invoiceReminder.mailKey')
    .select(['invoiceReminder.invoiceStripeId', 'invoiceReminder.letter', 'invoiceReminder.at'])
    .where('receivable.state', '=', 'open')
    .where((eb) => eb.or([eb('mail.state', 'is', null), eb('mail.state', '<>', 'failed')]))
    .orderBy('invoiceReminder.at', 'desc')
    .orderBy('invoiceReminder.id', 'desc')
    .execute()

/** Of open invoices, newest first. */
export const listOpenNotes = (db: Queryable) =>
  db
    .selectFrom('invoiceNote')
    .innerJoin('receivable', 'receivable.stripeId', 'invoiceNote.invoiceStripeId')
    .select(['invoiceNote.invoiceStripeId', 'invoiceNote.text', 'invoiceNote.promisedOn'])
    .where('receivable.state', '=', 'open')
    .orderBy('invoiceNote.at', 'desc')
    .orderBy('invoiceNote.id', 'desc')
    .execute()

/** Newest first, with what became of each mail; the outbox forgets old ones. */
export const listReminders = (db: Queryable, invoiceStripeId: string) =>
  db
    .selectFrom('invoiceReminder')
    .leftJoin('mail', 'mail.key', 'invoiceReminder.mailKey')
    .selectAll('invoiceReminder')
    .select('mail.state as mailState')
    .where('invoiceStripeId', '=', invoiceStripeId)
    .orderBy('invoiceReminder.at', 'desc')
    .orderBy('invoiceReminder.id', 'desc')
    .execute()

export const findReminderOfMail = (db: Queryable, mailKey: string): Promise<ReminderRow | undefined> =>
  db.selectFrom('invoiceReminder').selectAll().where('mailKey', '=', mailKey).executeTakeFirst()

/** False when a letter about it was written on that day already. */
export const insertReminder = async (tx: Transaction, row: ReminderRow): Promise<boolean> => {
  const query = tx
    .insertInto('invoiceReminder')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
  return ((await query.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n
}

export const insertNote = async (tx: Transaction, row: NoteRow): Promise<void> => {
  await tx.insertInto('invoiceNote').values(row).execute()
}

export const listNotes = (db: Queryable, invoiceStripeId: string): Promise<NoteRow[]> =>
  db
    .selectFrom('invoiceNote')
    .selectAll()
    .where('invoiceStripeId', '=', invoiceStripeId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .execute()

export const readRun = (db: Queryable): Promise<RunRow> =>
  db.selectFrom('receivableRun').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()

/** Ready for whichever replica comes first; nothing while a round is under way. */
export const orderRun = async (tx: Transaction): Promise<boolean> => {
  const result = await tx
    .updateTable('receivableRun')
    .set({
      state: 'waiting',
      cursor: null,
      read: 0,
      startedAt: null,
      failure: null,
      leaseHolder: null,
      leaseUntil: null,
    })
    .where('id', '=', 1)
    .where('state', 'not in', ['waiting', 'running'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Takes the round that waits, or that somebody left; undefined when there is none. */
export const claimRun = (db: Queryable, holder: string, now: number, leaseUntil: number): Promise<RunRow | undefined> =>
  db
    .updateTable('receivableRun')
    .set((run) => ({
      state: 'running',
      leaseHolder: holder,
      leaseUntil,
      startedAt: run.fn.coalesce('startedAt', run.val(now)),
      fence: run('fence', '+', 1),
    }))
    .where('id', '=', 1)
    .where('state', 'in', ['waiting', 'running'])
    .where((run) =>
      run.or([run('leaseUntil', 'is', null), run('leaseUntil', '<', now), run('leaseHolder', '=', holder)]),
    )
    .returningAll()
    .executeTakeFirst()

/** False when it was cancelled or is another replica's by now; then nothing may be written. */
export const advanceRun = async (
  tx: Queryable,
  fence: number,
  step: Partial<Omit<RunRow, 'id' | 'fence'>>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('receivableRun')
    .set(step)
    .where('id', '=', 1)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const cancelRun = async (tx: Transaction, now: number): Promise<boolean> => {
  const result = await tx
    .updateTable('receivableRun')
    .set({ state: 'cancelled', cursor: null, finishedAt: now, leaseHolder: null, leaseUntil: null })
    .where('id', '=', 1)
    .where('state', 'in', ['waiting', 'running'])
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}
