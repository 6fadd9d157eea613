import { sql, type UpdateObject } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type {
  MeterCountTable,
  MeterCredentialTable,
  MeterEventTable,
  MeterItemTable,
  MeterReadingTable,
  MeterReportTable,
} from '../../ports/schema/metering.ts'

export type CountRow = MeterCountTable
export type CredentialRow = MeterCredentialTable
export type EventRow = MeterEventTable
export type ItemRow = MeterItemTable
export type ReadingRow = MeterReadingTable
export type CountKey = Pick<CountRow, 'teamId' | 'counter'>

export const insertCredential = async (tx: Transaction, row: CredentialRow): Promise<void> => {
  await tx.insertInto('meterCredential').values(row).execute()
}

export const findCredential = (db: Queryable, keyHash: string): Promise<CredentialRow | undefined> =>
  db.selectFrom('meterCredential').selectAll().where('keyHash', '=', keyHash).executeTakeFirst()

export const listCredentials = (db: Queryable): Promise<CredentialRow[]> =>
  db.selectFrom('meterCredential').selectAll().orderBy('createdAt', 'desc').orderBy('id').execute()

export const updateCredential = async (
  db: Queryable,
  id: string,
  change: UpdateObject<Schema, 'meterCredential'>,
): Promise<boolean> => {
  const query = db.updateTable('meterCredential').set(change).where('id', '=', id).where('revokedAt', 'is', null)
  return (await query.executeTakeFirst()).numUpdatedRows > 0n
}

export const insertReport = async (tx: Transaction, row: MeterReportTable): Promise<void> => {
  await tx.insertInto('meterReport').values(row).execute()
}

/** Until the end of the transaction nobody else judges a reading of this count. */
export const lockCount = (tx: Transaction, { teamId, counter }: CountKey): Promise<CountRow> =>
  tx
    .insertInto('meterCount')
    .values({ teamId, counter, value: null, measuredAt: null, heardAt: null, heldId: null })
    .onConflict((conflict) => conflict.columns(['teamId', 'counter']).doUpdateSet({ teamId }))
    .returningAll()
    .executeTakeFirstOrThrow()

export const updateCount = async (tx: Transaction, key: CountKey, change: Partial<CountRow>): Promise<void> => {
  const query = tx.updateTable('meterCount').set(change)
  await query.where('teamId', '=', key.teamId).where('counter', '=', key.counter).execute()
}

export const insertReading = async (tx: Transaction, row: ReadingRow): Promise<void> => {
  await tx.insertInto('meterReading').values(row).execute()
}

export const updateReading = async (tx: Transaction, id: string, change: Partial<ReadingRow>): Promise<void> => {
  await tx.updateTable('meterReading').set(change).where('id', '=', id).execute()
}

export const findReading = (db: Queryable, id: string): Promise<ReadingRow | undefined> =>
  db.selectFrom('meterReading').selectAll().where('id', '=', id).executeTakeFirst()

export const findSame = (
  db: Queryable,
  { teamId, counter, measuredAt, countedAt }: Pick<ReadingRow, 'teamId' | 'counter' | 'measuredAt' | 'countedAt'>,
): Promise<ReadingRow | undefined> =>
  db
    .selectFrom('meterReading')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('counter', '=', counter)
    .where('measuredAt', '=', measuredAt)
    .where('countedAt', '=', countedAt)
    .executeTakeFirst()

export interface Span {
  readonly from: number
  /** Not included. */
  readonly to: number
}

/** The newest by the clock of whoever counted; within a span, those that are for it. */
export const newestAccepted = (
  db: Queryable,
  { teamId, counter }: CountKey,
  { span = null, isBilled = false }: { span?: Span | null; isBilled?: boolean },
): Promise<ReadingRow | undefined> => {
  let query = db
    .selectFrom('meterReading')
    .selectAll()
    .where('teamId', '=', teamId)
    .where('counter', '=', counter)
    .where('state', '=', 'accepted')
  if (isBilled) query = query.where('isBilled', '=', 1)
  if (span !== null) query = query.where('countedAt', '>=', span.from).where('countedAt', '<', span.to)
  return query.orderBy('measuredAt', 'desc').orderBy('countedAt', 'desc').limit(1).executeTakeFirst()
}

/** With where they came from, newest first. */
export const listReadings = (db: Queryable, { teamId, counter }: CountKey, limit: number) =>
  db
    .selectFrom('meterReading as reading')
    .innerJoin('meterReport as report', 'report.id', 'reading.reportId')
    .leftJoin('meterCredential as credential', 'credential.id', 'report.credentialId')
    .selectAll('reading')
    .select(['report.source', 'report.address', 'credential.name as credential'])
    .where('reading.teamId', '=', teamId)
    .where('reading.counter', '=', counter)
    .orderBy('reading.heardAt', 'desc')
    .orderBy('reading.measuredAt', 'desc')
    .limit(limit)
    .execute()

/** Known to whoever runs tenants, or paying. */
export const listKnownTeams = async (db: Queryable, teamIds: readonly string[]): Promise<Set<string>> => {
  const tenants = await db.selectFrom('tenant').select('teamId').where('teamId', 'in', teamIds).execute()
  const payers = await db.selectFrom('meterItem').select('teamId').where('teamId', 'in', teamIds).execute()
  return new Set([...tenants, ...payers].map(({ teamId }) => teamId).filter((teamId) => teamId !== null))
}

/** Tenants that are there, by id. */
export const listTenantIds = async (db: Queryable, after: string, limit: number): Promise<string[]> => {
  const tenants = db.selectFrom('tenant').select('teamId').where('appliedState', 'is not', null)
  const rows = await tenants.where('teamId', '>', after).orderBy('teamId').limit(limit).execute()
  return rows.map(({ teamId }) => teamId)
}

export const listCounts = (db: Queryable, teamIds: readonly string[]): Promise<CountRow[]> =>
  teamIds.length === 0
    ? Promise.resolve([])
    : db.selectFrom('meterCount').selectAll().where('teamId', 'in', teamIds).orderBy('counter').execute()

/** The newest period of a count, beside the count: what the list shows in a line. */
export const listMeters = (
  db: Queryable,
  { show, team, after, limit }: { show: 'all' | 'held' | 'stuck'; team: string; after: CountKey | null; limit: number },
) => {
  const newest = sql<number>`(select max(p.starts_at) from meter_period p where p.team_id = keys.team_id and p.counter = keys.counter)`
  const keys = db
    .selectFrom('meterCount')
    .select(['teamId', 'counter'])
    .union(db.selectFrom('meterPeriod').select(['teamId', 'counter']))
  let query = db
    .selectFrom(keys.as('keys'))
    .leftJoin('meterCount as count', (join) =>
      join.onRef('count.teamId', '=', 'keys.teamId').onRef('count.counter', '=', 'keys.counter'),
    )
    .leftJoin('meterReading as held', 'held.id', 'count.heldId')
    .leftJoin('meterPeriod as period', (join) =>
      join
        .onRef('period.teamId', '=', 'keys.teamId')
        .onRef('period.counter', '=', 'keys.counter')
        .on('period.startsAt', '=', newest),
    )
    .leftJoin('meterItem as item', 'item.stripeId', 'period.itemStripeId')
    .select(['keys.teamId', 'keys.counter', 'count.value', 'count.measuredAt', 'held.value as heldValue'])
    .select(['period.countValue', 'period.sentValue', 'period.lineAmount', 'period.stuckAt', 'period.problem'])
    .select(['period.endsAt', 'item.customerStripeId', 'item.productName', 'item.problem as itemProblem'])
  if (team !== '') query = query.where('keys.teamId', '>=', team).where('keys.teamId', '<', `${team}\u{10ffff}`)
  if (show === 'held') query = query.where('count.heldId', 'is not', null)
  if (show === 'stuck') query = query.where('period.stuckAt', 'is not', null)
  if (after !== null)
    query = query.where((row) =>
      row.or([
        row('keys.teamId', '>', after.teamId),
        row.and([row('keys.teamId', '=', after.teamId), row('keys.counter', '>', after.counter)]),
      ]),
    )
  return query.orderBy('keys.teamId').orderBy('keys.counter').limit(limit).execute()
}

/** Newest first, with what they are of. */
export const listPeriods = (db: Queryable, { teamId, counter }: CountKey, limit: number) =>
  db
    .selectFrom('meterPeriod as period')
    .innerJoin('meterItem as item', 'item.stripeId', 'period.itemStripeId')
    .selectAll('period')
    .select(['item.subscriptionStripeId', 'item.customerStripeId', 'item.productName', 'item.meterStripeId'])
    .where('period.teamId', '=', teamId)
    .where('period.counter', '=', counter)
    .orderBy('period.startsAt', 'desc')
    .orderBy('period.itemStripeId')
    .limit(limit)
    .execute()

export const listEvents = (db: Queryable, items: readonly string[]): Promise<EventRow[]> =>
  items.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('meterEvent')
        .selectAll()
        .where('itemStripeId', 'in', items)
        .orderBy('startsAt', 'desc')
        .orderBy('revision', 'desc')
        .execute()

export const listItems = (db: Queryable, wish: { teamIds: readonly string[] } | 'all'): Promise<ItemRow[]> => {
  const query = db.selectFrom('meterItem').selectAll().where('endedAt', 'is', null)
  const some = wish === 'all' ? query : query.where('teamId', 'in', wish.teamIds)
  return some.orderBy('productName').orderBy('stripeId').execute()
}

export const listFaults = (db: Queryable, limit: number) =>
  db
    .selectFrom('meterItem')
    .select(['stripeId', 'teamId', 'problem'])
    .where('endedAt', 'is', null)
    .where('problem', 'is not', null)
    .orderBy('stripeId')
    .limit(limit)
    .execute()

const numberOf = async (query: { executeTakeFirstOrThrow(): Promise<{ count: number | string }> }): Promise<number> =>
  Number((await query.executeTakeFirstOrThrow()).count)

export const countHeld = (db: Queryable): Promise<number> => {
  const held = db.selectFrom('meterCount').where('heldId', 'is not', null)
  return numberOf(held.select((row) => row.fn.countAll<number | string>().as('count')))
}

export const countOpen = async (db: Queryable) => {
  const stuck = db.selectFrom('meterPeriod').where('stuckAt', 'is not', null)
  const live = db.selectFrom('meterCredential').where('revokedAt', 'is', null)
  return {
    held: await countHeld(db),
    stuck: await numberOf(stuck.select((row) => row.fn.countAll<number | string>().as('count'))),
    credentials: await numberOf(live.select((row) => row.fn.countAll<number | string>().as('count'))),
  }
}

export const readTurn = (db: Queryable, id: 'items' | 'pull') =>
  db.selectFrom('meterTurn').select(['endedAt', 'problem']).where('id', '=', id).executeTakeFirstOrThrow()

/** Whose turn it is to pull: nobody's while another does, or when the last one is younger than `endedBefore`. */
export const claimPull = async (
  db: Queryable,
  { holder, now, until, endedBefore }: { holder: string; now: number; until: number; endedBefore: number },
): Promise<boolean> => {
  const query = db.updateTable('meterTurn').set({ holder, until }).where('id', '=', 'pull')
  const result = await query
    .where((turn) => turn.or([turn('until', 'is', null), turn('until', '<=', now)]))
    .where((turn) => turn.or([turn('endedAt', 'is', null), turn('endedAt', '<=', endedBefore)]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const endPull = async (db: Queryable, holder: string, end: { endedAt?: number; problem: string | null }) => {
  const query = db
    .updateTable('meterTurn')
    .set({ holder: null, until: null, ...end })
    .where('id', '=', 'pull')
  await query.where('holder', '=', holder).execute()
}
