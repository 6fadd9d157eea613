import type { DriftKind, DriftSourceName } from '@countersign/shared/features/drift'
import type { UpdateObject } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { DriftEventTable, DriftFindingTable, DriftRunTable } from '../../ports/schema/drift.ts'

export type RunRow = DriftRunTable
export type FindingRow = DriftFindingTable
export type EventRow = DriftEventTable

const OVER = ['canceled', 'incomplete_expired', 'deleted'] as const

/** False when another comparison is running: the database allows one. */
export const insertRun = async (tx: Transaction, run: RunRow): Promise<boolean> => {
  const result = await tx
    .insertInto('driftRun')
    .values(run)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

const newestRuns = (db: Queryable) =>
  db.selectFrom('driftRun').selectAll().orderBy('startedAt', 'desc').orderBy('id', 'desc').limit(1)

/** The running one is always the newest: nothing begins while it runs. */
export const readLatestRun = (db: Queryable): Promise<RunRow | undefined> => newestRuns(db).executeTakeFirst()

export const readLastDone = (db: Queryable): Promise<RunRow | undefined> =>
  newestRuns(db).where('state', '=', 'done').executeTakeFirst()

/** Takes over the running comparison that is due and that nobody works on, under a new fence. */
export const claimRun = (
  db: Queryable,
  { holder, now, until }: { holder: string; now: number; until: number },
): Promise<RunRow | undefined> =>
  db
    .updateTable('driftRun')
    .set((run) => ({ leaseHolder: holder, leaseUntil: until, fence: run('fence', '+', 1) }))
    .where('state', '=', 'running')
    .where('nextAt', '<=', now)
    .where((run) =>
      run.or([run('leaseUntil', 'is', null), run('leaseUntil', '<=', now), run('leaseHolder', '=', holder)]),
    )
    .returningAll()
    .executeTakeFirst()

/** False when it was cancelled or is another replica's by now; then nothing may be written. */
export const updateRun = async (
  tx: Queryable,
  { id, fence }: Pick<RunRow, 'id' | 'fence'>,
  change: UpdateObject<Schema, 'driftRun'>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('driftRun')
    .set(change)
    .where('id', '=', id)
    .where('fence', '=', fence)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const cancelRun = async (tx: Transaction, now: number): Promise<string | null> => {
  const row = await tx
    .updateTable('driftRun')
    .set({ state: 'cancelled', finishedAt: now, leaseHolder: null, leaseUntil: null })
    .where('state', '=', 'running')
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

export const findLasting = (db: Queryable, keys: readonly string[]): Promise<FindingRow[]> =>
  keys.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('driftFinding')
        .selectAll()
        .where('key', 'in', keys)
        .where('endedAt', 'is', null)
        .orderBy('key')
        .execute()

export const findFinding = (db: Queryable, id: string): Promise<FindingRow | undefined> =>
  db.selectFrom('driftFinding').selectAll().where('id', '=', id).executeTakeFirst()

export const insertFinding = async (tx: Transaction, row: FindingRow): Promise<void> => {
  await tx.insertInto('driftFinding').values(row).execute()
}

/** False when it has ended since. */
export const updateLasting = async (
  tx: Queryable,
  id: string,
  change: UpdateObject<Schema, 'driftFinding'>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('driftFinding')
    .set(change)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** This one, or all: nobody ever saw them. Says how many there were. */
export const dropSuspected = async (tx: Transaction, id: string | null): Promise<number> => {
  const suspected = tx.deleteFrom('driftFinding').where('state', '=', 'suspected')
  const result = await (id === null ? suspected : suspected.where('id', '=', id)).executeTakeFirst()
  return Number(result.numDeletedRows)
}

export const listSuspected = (db: Queryable, after: string, limit: number): Promise<FindingRow[]> =>
  db
    .selectFrom('driftFinding')
    .selectAll()
    .where('state', '=', 'suspected')
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()

/** Those of sources that were compared whole which this comparison didn't see. */
export const listUnseen = (
  db: Queryable,
  { runId, sources, limit }: { runId: string; sources: readonly DriftSourceName[]; limit: number },
): Promise<FindingRow[]> =>
  sources.length === 0
    ? Promise.resolve([])
    : db
        .selectFrom('driftFinding')
        .selectAll()
        .where('endedAt', 'is', null)
        .where('state', '<>', 'suspected')
        .where('runId', '<>', runId)
        .where('source', 'in', sources)
        .orderBy('id')
        .limit(limit)
        .execute()

export interface FindingFilter {
  readonly states: ReadonlyArray<FindingRow['state']>
  readonly isSevere: boolean
  readonly kind: DriftKind | null
  readonly after: Pick<FindingRow, 'rank' | 'id'> | null
  readonly limit: number
}

/** The dearest first, of these the newest. */
export const listFindings = (
  db: Queryable,
  { states, isSevere, kind, after, limit }: FindingFilter,
): Promise<FindingRow[]> => {
  let rows = db.selectFrom('driftFinding').selectAll().where('state', 'in', states)
  if (isSevere) rows = rows.where('severity', '<>', 'stale')
  if (kind !== null) rows = rows.where('kind', '=', kind)
  if (after !== null)
    rows = rows.where((row) =>
      row.or([row('rank', '>', after.rank), row.and([row('rank', '=', after.rank), row('id', '<', after.id)])]),
    )
  return rows.orderBy('rank').orderBy('id', 'desc').limit(limit).execute()
}

export const countFindings = async (db: Queryable) => {
  const rows = await db
    .selectFrom('driftFinding')
    .select(['state', 'severity', 'kind', (row) => row.fn.countAll<number | string>().as('count')])
    .where('state', 'in', ['open', 'accepted'])
    .groupBy(['state', 'severity', 'kind'])
    .execute()
  return rows.map(({ count, ...row }) => ({ ...row, count: Number(count) }))
}

/** Whoever tells holds the finding's row, or has just made it. */
export const insertEvent = async (tx: Transaction, event: Omit<EventRow, 'sequence'>): Promise<void> => {
  const last = await tx
    .selectFrom('driftEvent')
    .select((row) => row.fn.max<number | null>('sequence').as('sequence'))
    .where('findingId', '=', event.findingId)
    .executeTakeFirst()
  await tx
    .insertInto('driftEvent')
    .values({ ...event, sequence: (last?.sequence ?? 0) + 1 })
    .execute()
}

/** Newest first. */
export const listEvents = (db: Queryable, findingId: string, limit: number): Promise<EventRow[]> =>
  db
    .selectFrom('driftEvent')
    .selectAll()
    .where('findingId', '=', findingId)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()

/** Teams whose id several mirrored customers carry. */
export const listSharedTeams = async (db: Queryable, after: string, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select('teamId')
    .where('teamId', '>', after)
    .where('isDeleted', '=', 0)
    .groupBy('teamId')
    .having((customer) => customer.fn.countAll(), '>', 1)
    .orderBy('teamId')
    .limit(limit)
    .execute()
  return rows.flatMap(({ teamId }) => teamId ?? [])
}

export const listCustomersOf = async (db: Queryable, teamId: string, limit: number): Promise<string[]> => {
  const customers = db.selectFrom('mirrorCustomer').select('stripeId').where('teamId', '=', teamId)
  const rows = await customers.where('isDeleted', '=', 0).orderBy('stripeId').limit(limit).execute()
  return rows.map(({ stripeId }) => stripeId)
}

/** Customers with a live subscription that names a team beside a live one that names none. */
export const listMixedCustomers = async (db: Queryable, after: string, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('mirrorSubscription as nameless')
    .innerJoin('mirrorSubscription as named', 'named.customerStripeId', 'nameless.customerStripeId')
    .select('nameless.customerStripeId')
    .distinct()
    .where('nameless.customerStripeId', '>', after)
    .where('nameless.teamId', 'is', null)
    .where('nameless.status', 'not in', OVER)
    .where('named.teamId', 'is not', null)
    .where('named.status', 'not in', OVER)
    .orderBy('nameless.customerStripeId')
    .limit(limit)
    .execute()
  return rows.map(({ customerStripeId }) => customerStripeId)
}

export const listKnownTenants = async (db: Queryable, teamIds: readonly string[]): Promise<string[]> => {
  if (teamIds.length === 0) return []
  const rows = await db.selectFrom('tenant').select('teamId').where('teamId', 'in', teamIds).execute()
  return rows.map(({ teamId }) => teamId)
}

/** Whose balance is something, of whom Stripe told of a change since then or the mirror differs, or whom we gave an entry. */
export const listBalanceCustomers = (
  db: Queryable,
  { since, after, limit }: { since: number; after: string; limit: number },
) => {
  const events = db.selectFrom('stripeEvent').select('subjectKey').where('heardAt', '>=', since)
  const changed = events.where('type', '=', 'customer.updated').where('subjectKey', '>', after)
  const differing = db.selectFrom('driftFinding').select('subjectId').where('endedAt', 'is', null)
  const done = db.selectFrom('approvalRequest').select('customerStripeId').where('changedAt', '>=', since)
  const given = done.where('state', '=', 'done').where('customerStripeId', '>', after)
  return db
    .selectFrom('mirrorCustomer as customer')
    .select(['customer.stripeId', 'customer.teamId'])
    .where('customer.stripeId', '>', after)
    .where('customer.isDeleted', '=', 0)
    .where((customer) =>
      customer.or([
        customer('customer.balance', '<>', 0),
        customer('customer.stripeId', 'in', changed),
        customer('customer.stripeId', 'in', given),
        customer('customer.stripeId', 'in', differing),
      ]),
    )
    .orderBy('customer.stripeId')
    .limit(limit)
    .execute()
}

/** What was done for a customer that made an entry on its balance. */
export const listDoneEntries = (db: Queryable, customerStripeId: string, since: number) =>
  db
    .selectFrom('approvalRequest as request')
    .innerJoin('executionStep as step', 'step.executionId', 'request.id')
    .select(['request.id', 'request.title', 'step.result'])
    .where('request.customerStripeId', '=', customerStripeId)
    .where('step.state', '=', 'done')
    .where('step.endedAt', '>=', since)
    .where('step.result', 'like', '%"balanceTransaction"%')
    .execute()

export const listKnownRequests = async (db: Queryable, ids: readonly string[]): Promise<string[]> => {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('approvalRequest').select('id').where('id', 'in', ids).execute()
  return rows.map(({ id }) => id)
}

/** In one state, of the inbox or about one object. */
export const countEvents = async (
  db: Queryable,
  state: 'waiting' | 'failed',
  objectStripeId: string | null = null,
): Promise<number> => {
  const some = db.selectFrom('stripeEvent').where('state', '=', state)
  const about = objectStripeId === null ? some : some.where('objectStripeId', '=', objectStripeId)
  const row = await about.select((event) => event.fn.countAll<number | string>().as('count')).executeTakeFirstOrThrow()
  return Number(row.count)
}
