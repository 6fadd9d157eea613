import { sql, type UpdateObject } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { MeterEventTable, MeterItemTable, MeterPeriodTable, MeterSetTable } from '../../ports/schema/metering.ts'

export type EventRow = MeterEventTable
export type ItemRow = MeterItemTable
export type PeriodRow = MeterPeriodTable
export type SetRow = MeterSetTable
export type PeriodKey = Pick<PeriodRow, 'itemStripeId' | 'startsAt'>
export type CountKey = Pick<PeriodRow, 'teamId' | 'counter'>

export const putItem = async (tx: Transaction, row: ItemRow): Promise<boolean> => {
  const { stripeId: _id, ...change } = row
  const query = tx.insertInto('meterItem').values(row)
  const result = await query
    .onConflict((conflict) =>
      conflict.column('stripeId').doUpdateSet(change).where('meterItem.readAt', '<=', row.readAt),
    )
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** What a reading of Stripe that began then didn't find any more: of one subscription, or of the account. */
export const endItems = async (tx: Transaction, readAt: number, subscription: string | null): Promise<string[]> => {
  const all = tx
    .updateTable('meterItem')
    .set({ endedAt: readAt })
    .where('readAt', '<', readAt)
    .where('endedAt', 'is', null)
  const some = subscription === null ? all : all.where('subscriptionStripeId', '=', subscription)
  return (await some.returning('stripeId').execute()).map(({ stripeId }) => stripeId)
}

export const findItem = (db: Queryable, stripeId: string): Promise<ItemRow | undefined> =>
  db.selectFrom('meterItem').selectAll().where('stripeId', '=', stripeId).executeTakeFirst()

export const isCountBilled = async (db: Queryable, { teamId, counter }: CountKey): Promise<boolean> => {
  const query = db.selectFrom('meterItem').select('stripeId').where('teamId', '=', teamId)
  const item = await query.where('counter', '=', counter).where('endedAt', 'is', null).limit(1).executeTakeFirst()
  return item !== undefined
}

/** Newest first. */
export const listPeriods = (db: Queryable, { teamId, counter }: CountKey, limit: number): Promise<PeriodRow[]> =>
  db
    .selectFrom('meterPeriod')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('counter', '=', counter)
    .orderBy('startsAt', 'desc')
    .orderBy('itemStripeId')
    .limit(limit)
    .execute()

/** To be told anew, under the next revision. */
export const NOT_TOLD = { sentValue: null, sentAt: null, sentStamp: null, summaryValue: null, summaryAt: null }
export const NOT_COUNTED = { countValue: null, countedAt: null, measuredAt: null, readingId: null }
const LINE = { invoiceStripeId: null, invoiceNumber: null, invoiceStatus: null, lineAmount: null, lineCurrency: null }
const WORK = { problem: null, stuckAt: null, tries: 0, leaseHolder: null, leaseUntil: null, fence: 0 }

/** New, or with another end; what is closed stays as it was. */
export const putPeriod = async (
  tx: Transaction,
  period: Pick<PeriodRow, 'itemStripeId' | 'startsAt' | 'endsAt'> & CountKey,
  now: number,
): Promise<void> => {
  const { endsAt } = period
  await tx
    .insertInto('meterPeriod')
    .values({
      ...period,
      ...NOT_COUNTED,
      ...NOT_TOLD,
      revision: 0,
      ...LINE,
      lineQuantity: null,
      closedAt: null,
      ...WORK,
      nextAt: now,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['itemStripeId', 'startsAt'])
        .doUpdateSet({ endsAt, nextAt: now })
        .where('meterPeriod.closedAt', 'is', null)
        .where('meterPeriod.endsAt', '<>', endsAt),
    )
    .execute()
}

/** A period that another one of its item follows before its time ends there. */
export const cutPeriods = async (
  tx: Transaction,
  { itemStripeId, startsAt }: PeriodKey,
  now: number,
): Promise<void> => {
  const query = tx.updateTable('meterPeriod').set({ endsAt: startsAt, nextAt: now }).where('closedAt', 'is', null)
  await query
    .where('itemStripeId', '=', itemStripeId)
    .where('startsAt', '<', startsAt)
    .where('endsAt', '>', startsAt)
    .execute()
}

/** Nobody who works on the item's open periods may write on; what was on its way to Stripe is known to nobody. */
const interrupt = async (tx: Transaction, itemStripeId: string, now: number): Promise<void> => {
  const stamp = sql<number | null>`(select max(stamp_at) from meter_event
    where meter_event.item_stripe_id = meter_period.item_stripe_id and meter_event.starts_at = meter_period.starts_at)`
  await tx
    .updateTable('meterPeriod')
    .set((row) => ({ ...WORK, fence: row('fence', '+', 1), nextAt: now, sentStamp: stamp }))
    .where('itemStripeId', '=', itemStripeId)
    .where('closedAt', 'is', null)
    .execute()
  const events = tx.updateTable('meterEvent').set({ endedAt: now, outcome: 'given-up' })
  await events.where('itemStripeId', '=', itemStripeId).where('endedAt', 'is', null).execute()
}

/** An item is sold on other terms: its period `startsAt` is what `change` makes of it. */
export const leaveTerms = async (
  tx: Transaction,
  { itemStripeId, startsAt }: PeriodKey,
  { change, now }: { readonly change: UpdateObject<Schema, 'meterPeriod'>; readonly now: number },
): Promise<void> => {
  await interrupt(tx, itemStripeId, now)
  const query = tx
    .updateTable('meterPeriod')
    .set({ ...change, nextAt: now })
    .where('closedAt', 'is', null)
  await query.where('itemStripeId', '=', itemStripeId).where('startsAt', '=', startsAt).execute()
}

/** Another item that would be billed what is told of this one: Stripe keeps one value for each customer at a meter. */
export const findRival = async (db: Queryable, item: ItemRow): Promise<string | undefined> => {
  const { stripeId, customerStripeId, meterStripeId, teamId, counter } = item
  if (meterStripeId === null) return undefined
  const others = db.selectFrom('meterItem').select('stripeId').where('customerStripeId', '=', customerStripeId)
  const rival = await others
    .where('meterStripeId', '=', meterStripeId)
    .where('stripeId', '<>', stripeId)
    .where('endedAt', 'is', null)
    .where((row) => row.or([row('teamId', '<>', teamId), row('counter', '<>', counter)]))
    .orderBy('stripeId')
    .limit(1)
    .executeTakeFirst()
  return rival?.stripeId
}

/** The one that counts for a period yet to come. */
export const putSet = async (tx: Transaction, row: SetRow): Promise<void> => {
  const { teamId: _team, counter: _counter, ...change } = row
  await tx
    .insertInto('meterSet')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['teamId', 'counter']).doUpdateSet(change).where('meterSet.measuredAt', '<=', row.measuredAt),
    )
    .execute()
}

export const findSet = (db: Queryable, { teamId, counter }: CountKey): Promise<SetRow | undefined> =>
  db.selectFrom('meterSet').selectAll().where('teamId', '=', teamId).where('counter', '=', counter).executeTakeFirst()

/** The open periods that it is for are due, unless they know it or a newer one. */
export const setPeriods = async (tx: Transaction, row: SetRow, now: number): Promise<void> => {
  const { teamId, counter, ...count } = row
  await tx
    .updateTable('meterPeriod')
    .set({ ...count, nextAt: now })
    .where('teamId', '=', teamId)
    .where('counter', '=', counter)
    .where('closedAt', 'is', null)
    .where('startsAt', '<=', count.countedAt)
    .where('endsAt', '>', count.countedAt)
    .where((period) => period.or([period('measuredAt', 'is', null), period('measuredAt', '<=', count.measuredAt)]))
    .where((period) => period.or([period('readingId', 'is', null), period('readingId', '<>', count.readingId)]))
    .execute()
}

export const makeItemsDue = async (tx: Transaction, items: readonly string[], now: number): Promise<void> => {
  if (items.length === 0) return
  const query = tx.updateTable('meterPeriod').set({ nextAt: now }).where('closedAt', 'is', null)
  await query.where('itemStripeId', 'in', items).execute()
}

/** Those whose time is over, to be found on an invoice. */
export const makeOverDue = async (tx: Transaction, items: readonly string[], now: number): Promise<void> => {
  if (items.length === 0) return
  const query = tx.updateTable('meterPeriod').set({ nextAt: now }).where('closedAt', 'is', null)
  await query.where('itemStripeId', 'in', items).where('endsAt', '<=', now).where('stuckAt', 'is', null).execute()
}

export const makePeriodAnew = async (tx: Transaction, key: PeriodKey, now: number): Promise<PeriodRow | undefined> =>
  tx
    .updateTable('meterPeriod')
    .set({ nextAt: now, tries: 0, stuckAt: null, closedAt: null })
    .where('itemStripeId', '=', key.itemStripeId)
    .where('startsAt', '=', key.startsAt)
    .returningAll()
    .executeTakeFirst()

export const listDuePeriods = (db: Queryable, now: number, limit: number): Promise<PeriodKey[]> =>
  db
    .selectFrom('meterPeriod')
    .select(['itemStripeId', 'startsAt'])
    .where('nextAt', '<=', now)
    .where((period) => period.or([period('leaseUntil', 'is', null), period('leaseUntil', '<=', now)]))
    .orderBy('nextAt')
    .orderBy('itemStripeId')
    .limit(limit)
    .execute()

/** Under a new fence; undefined when somebody else is at it. What makes it due meanwhile sets an earlier time. */
export const claimPeriod = (
  db: Queryable,
  { itemStripeId, startsAt }: PeriodKey,
  { holder, now, until }: { holder: string; now: number; until: number },
): Promise<PeriodRow | undefined> =>
  db
    .updateTable('meterPeriod')
    .set((row) => ({ leaseHolder: holder, leaseUntil: until, nextAt: until, fence: row('fence', '+', 1) }))
    .where('itemStripeId', '=', itemStripeId)
    .where('startsAt', '=', startsAt)
    .where((row) => row.or([row('leaseUntil', 'is', null), row('leaseUntil', '<=', now)]))
    .returningAll()
    .executeTakeFirst()

/** undefined when another holder has raised the fence since; then nothing may be written. */
export const updatePeriod = (
  tx: Queryable,
  { itemStripeId, startsAt, fence }: PeriodKey & Pick<PeriodRow, 'fence'>,
  change: UpdateObject<Schema, 'meterPeriod'>,
): Promise<PeriodRow | undefined> =>
  tx
    .updateTable('meterPeriod')
    .set(change)
    .where('itemStripeId', '=', itemStripeId)
    .where('startsAt', '=', startsAt)
    .where('fence', '=', fence)
    .returningAll()
    .executeTakeFirst()

/** Looked at again at `nextAt`, or earlier if it was made due meanwhile. */
export const releasePeriod = async (
  tx: Queryable,
  row: PeriodKey & Pick<PeriodRow, 'fence' | 'leaseUntil'>,
  { nextAt, ...change }: Partial<PeriodRow> & { nextAt: number },
): Promise<void> => {
  const next = sql<number>`case when next_at < ${row.leaseUntil} then next_at else ${nextAt} end`
  await updatePeriod(tx, row, { ...change, leaseHolder: null, leaseUntil: null, nextAt: next })
}

export const insertEvent = async (tx: Transaction, row: EventRow): Promise<void> => {
  await tx.insertInto('meterEvent').values(row).execute()
}

/** Whose end nobody knows yet; there is at most one. */
export const findPending = (db: Queryable, { itemStripeId, startsAt }: PeriodKey): Promise<EventRow | undefined> =>
  db
    .selectFrom('meterEvent')
    .selectAll()
    .where('itemStripeId', '=', itemStripeId)
    .where('startsAt', '=', startsAt)
    .where('endedAt', 'is', null)
    .executeTakeFirst()

export const endEvent = async (
  tx: Transaction,
  identifier: string,
  end: Pick<EventRow, 'endedAt' | 'outcome'>,
): Promise<void> => {
  await tx.updateTable('meterEvent').set(end).where('identifier', '=', identifier).execute()
}

/** Whose turn it is: nobody's while another has it, or when the last one ended after `endedBefore`. */
export const claimTurn = async (
  db: Queryable,
  id: 'items',
  { holder, now, until, endedBefore }: { holder: string; now: number; until: number; endedBefore: number },
): Promise<boolean> => {
  const result = await db
    .updateTable('meterTurn')
    .set({ holder, until })
    .where('id', '=', id)
    .where((turn) => turn.or([turn('until', 'is', null), turn('until', '<=', now)]))
    .where((turn) => turn.or([turn('endedAt', 'is', null), turn('endedAt', '<', endedBefore)]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const endTurn = async (
  db: Queryable,
  { id, holder }: { id: 'items'; holder: string },
  end: { endedAt?: number; problem: string | null },
): Promise<void> => {
  const query = db.updateTable('meterTurn').set({ holder: null, until: null, ...end })
  await query.where('id', '=', id).where('holder', '=', holder).execute()
}
