import { isOpen, REQUEST_STATES, type RequestState } from '@countersign/shared/features/approvals'
import { type BudgetName, BUDGETS } from '@countersign/shared/features/policy'
import type { Money } from '@countersign/shared/money'
import { DAY_MS, YEAR_MS } from '@countersign/shared/times'
import { type ExpressionBuilder, sql } from 'kysely'
import type { DatabaseKind, Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { ApprovalTables } from '../../ports/schema/approvals.ts'
import type { Ledger } from './policy-rules.ts'

export type RequestRow = ApprovalTables['approvalRequest']
export type DecisionRow = ApprovalTables['approvalDecision']
export type CommentRow = ApprovalTables['approvalComment']
export type KeyRow = ApprovalTables['approverKey']

const OPEN_STATES = REQUEST_STATES.filter(isOpen)

const ledgerKey = (name: string) => sql`hashtextextended(${`ledger:${name}`}, 0)`

/**
 * Two requests of one team or one agent are counted one after the other. SQLite has one writer; on PostgreSQL the locks
 * are taken in the order of their names, so that two transactions never wait for each other.
 */
export const lockLedger = async (tx: Transaction, kind: DatabaseKind, names: readonly string[]): Promise<void> => {
  if (kind !== 'postgres') return
  for (const name of names.toSorted()) await sql`select pg_advisory_xact_lock(${ledgerKey(name)})`.execute(tx)
}

/** So that nothing is written under a policy while the next one comes into force. Taken last; askers hold it together. */
export const lockPolicy = async (tx: Transaction, kind: DatabaseKind, to: 'ask' | 'change'): Promise<void> => {
  if (kind !== 'postgres') return
  const key = ledgerKey('policy')
  const lock = to === 'ask' ? sql`pg_advisory_xact_lock_shared(${key})` : sql`pg_advisory_xact_lock(${key})`
  await sql`select ${lock}`.execute(tx)
}

/** As floats: a sum that integers can't hold is beyond every band anyway, and must not keep anybody from asking. */
const summedUp = (eb: ExpressionBuilder<Schema, 'approvalRequest'>) =>
  eb.fn.sum<number | null>(eb.cast('givenAmount', 'double precision')).as('total')

type Giver = [column: 'teamId' | 'requesterId', value: string | null]

/** What was given since then, one sum for each currency. */
const readGiven = async (db: Queryable, [column, value]: Giver, since: number): Promise<Money[]> => {
  if (value === null) return []
  const rows = await db
    .selectFrom('approvalRequest')
    .select('givenCurrency')
    .select(summedUp)
    .where(column, '=', value)
    .where('givenAmount', '>', 0)
    .where('isCounted', '=', 1)
    .where('createdAt', '>', since)
    .groupBy('givenCurrency')
    .orderBy('givenCurrency')
    .execute()
  return rows.flatMap(({ givenCurrency: currency, total }) =>
    currency === null ? [] : [{ amount: total ?? 0, currency }],
  )
}

export const readLedger = async (
  db: Queryable,
  by: { teamId: string | null; requesterId: string; currency: string; now: number },
): Promise<Ledger> => {
  const team: Giver = ['teamId', by.teamId]
  const agent: Giver = ['requesterId', by.requesterId]
  const given: Record<BudgetName, Money[]> = {
    teamDay: await readGiven(db, team, by.now - DAY_MS),
    teamYear: await readGiven(db, team, by.now - YEAR_MS),
    agentDay: await readGiven(db, agent, by.now - DAY_MS),
    agentYear: await readGiven(db, agent, by.now - YEAR_MS),
  }
  const own = (span: BudgetName) => given[span].find(({ currency }) => currency === by.currency)?.amount ?? 0
  return {
    teamDay: own('teamDay'),
    teamYear: own('teamYear'),
    agentDay: own('agentDay'),
    agentYear: own('agentYear'),
    elsewhere: BUDGETS.flatMap((span) =>
      given[span].filter(({ currency }) => currency !== by.currency).map((money) => ({ span, money })),
    ),
  }
}

export const insertRequest = async (tx: Transaction, row: RequestRow): Promise<void> => {
  await tx.insertInto('approvalRequest').values(row).execute()
}

export const findRequest = (db: Queryable, id: string): Promise<RequestRow | undefined> =>
  db.selectFrom('approvalRequest').selectAll().where('id', '=', id).executeTakeFirst()

export const listRequestsByIds = async (db: Queryable, ids: readonly string[]): Promise<RequestRow[]> =>
  ids.length === 0 ? [] : db.selectFrom('approvalRequest').selectAll().where('id', 'in', ids).execute()

/** Held until the commit: decisions, withdrawals and the engine's own changes come one after the other. */
export const lockRequest = async (tx: Transaction, kind: DatabaseKind, id: string): Promise<RequestRow | undefined> => {
  const query = tx.selectFrom('approvalRequest').selectAll().where('id', '=', id)
  return (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

export const findByRequestKey = (db: Queryable, requesterId: string, requestKey: string) =>
  db
    .selectFrom('approvalRequest')
    .selectAll()
    .where('requesterId', '=', requesterId)
    .where('requestKey', '=', requestKey)
    .executeTakeFirst()

/** An open request for just the same. */
export const findOpenTwin = (db: Queryable, subjectKey: string, kind: string, payloadHash: string) =>
  db
    .selectFrom('approvalRequest')
    .selectAll()
    .where('subjectKey', '=', subjectKey)
    .where('payloadHash', '=', payloadHash)
    .where('kind', '=', kind)
    .where('state', 'in', OPEN_STATES)
    .orderBy('createdAt', 'desc')
    .limit(1)
    .executeTakeFirst()

export const updateRequest = async (
  tx: Transaction,
  id: string,
  change: {
    state: RequestState
    changedAt: number
    closedAt?: number | null
    outcome?: string | null
    isCounted?: number
  },
): Promise<void> => {
  await tx.updateTable('approvalRequest').set(change).where('id', '=', id).execute()
}

export const touchRequest = async (tx: Transaction, id: string, changedAt: number): Promise<void> => {
  await tx.updateTable('approvalRequest').set({ changedAt }).where('id', '=', id).execute()
}

export interface RequestFilter {
  readonly states?: readonly RequestState[]
  readonly requesterId?: string | undefined
  readonly decidedBy?: string | undefined
  readonly teamId?: string | undefined
  readonly customerStripeId?: string | undefined
  readonly ticket?: string | undefined
  readonly since?: number | undefined
  /** Ids sort by time. */
  readonly before?: string | undefined
  readonly limit: number
}

export const listRequestRows = (db: Queryable, filter: RequestFilter): Promise<RequestRow[]> => {
  let query = db.selectFrom('approvalRequest').selectAll()
  for (const column of ['requesterId', 'teamId', 'customerStripeId', 'ticket'] as const) {
    const value = filter[column]
    if (value !== undefined) query = query.where(column, '=', value)
  }
  if (filter.states) query = query.where('state', 'in', filter.states)
  if (filter.since !== undefined) query = query.where('createdAt', '>=', filter.since)
  if (filter.before !== undefined) query = query.where('id', '<', filter.before)
  if (filter.decidedBy !== undefined) {
    const mine = db.selectFrom('approvalDecision').select('requestId').where('staffId', '=', filter.decidedBy)
    query = query.where('id', 'in', mine)
  }
  return query.orderBy('id', 'desc').limit(filter.limit).execute()
}

export const listExpired = (db: Queryable, now: number, limit: number): Promise<RequestRow[]> =>
  db
    .selectFrom('approvalRequest')
    .selectAll()
    .where('state', '=', 'requested')
    .where('expiresAt', '<=', now)
    .limit(limit)
    .execute()

/** The newest before this one of its kind and subject that came to an end. */
export const findLastLike = (db: Queryable, row: RequestRow): Promise<RequestRow | undefined> =>
  db
    .selectFrom('approvalRequest')
    .selectAll()
    .where('subjectKey', '=', row.subjectKey)
    .where('kind', '=', row.kind)
    .where('id', '<', row.id)
    .where('closedAt', 'is not', null)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** What is asked for about this subject and isn't over. */
export const listOpenAbout = (db: Queryable, subjectKey: string): Promise<RequestRow[]> =>
  db
    .selectFrom('approvalRequest')
    .selectAll()
    .where('subjectKey', '=', subjectKey)
    .where('state', 'in', OPEN_STATES)
    .orderBy('id')
    .execute()

export const findReplacement = (db: Queryable, id: string) =>
  db.selectFrom('approvalRequest').select('id').where('replacesId', '=', id).limit(1).executeTakeFirst()

export const readNewestChange = async (db: Queryable): Promise<string> => {
  const row = await db
    .selectFrom('approvalRequest')
    .select(['id', 'changedAt'])
    .orderBy('changedAt', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ? `${row.changedAt}:${row.id}` : ''
}

export const insertDecision = async (tx: Transaction, row: DecisionRow): Promise<void> => {
  await tx.insertInto('approvalDecision').values(row).execute()
}

const byRequest = <T extends { requestId: string }>(rows: readonly T[]): Map<string, T[]> =>
  Map.groupBy(rows, (row) => row.requestId)

export const listDecisions = async (
  db: Queryable,
  requestIds: readonly string[],
): Promise<Map<string, DecisionRow[]>> =>
  requestIds.length === 0
    ? new Map()
    : byRequest(
        await db
          .selectFrom('approvalDecision')
          .selectAll()
          .where('requestId', 'in', requestIds)
          .orderBy('at')
          .execute(),
      )

export const insertComment = async (tx: Transaction, row: CommentRow): Promise<void> => {
  await tx.insertInto('approvalComment').values(row).execute()
}

export const listComments = async (db: Queryable, requestIds: readonly string[]): Promise<Map<string, CommentRow[]>> =>
  requestIds.length === 0
    ? new Map()
    : byRequest(
        await db
          .selectFrom('approvalComment')
          .selectAll()
          .where('requestId', 'in', requestIds)
          .orderBy('at')
          .orderBy('id')
          .execute(),
      )

export const insertKey = async (tx: Transaction, row: KeyRow): Promise<void> => {
  await tx.insertInto('approverKey').values(row).execute()
}

export const findKey = (db: Queryable, id: string): Promise<KeyRow | undefined> =>
  db.selectFrom('approverKey').selectAll().where('id', '=', id).executeTakeFirst()

export const listKeys = (db: Queryable): Promise<KeyRow[]> =>
  db.selectFrom('approverKey').selectAll().orderBy('createdAt').orderBy('id').execute()

export const updateKey = async (
  tx: Transaction,
  id: string,
  change: Partial<Pick<KeyRow, 'state' | 'activatedAt' | 'endedAt'>>,
): Promise<void> => {
  await tx.updateTable('approverKey').set(change).where('id', '=', id).execute()
}

/** False when it doesn't wait any more: it counts already, or ended meanwhile. */
export const activateWaitingKey = async (tx: Transaction, id: string, activatedAt: number): Promise<boolean> => {
  const active = tx.updateTable('approverKey').set({ state: 'active', activatedAt })
  const made = await active.where('id', '=', id).where('state', '=', 'waiting').returning('id').executeTakeFirst()
  return made !== undefined
}

export const listPolicyRows = (db: Queryable) =>
  db.selectFrom('policyVersion').selectAll().orderBy('version', 'desc').execute()

export const findPolicyRow = (db: Queryable) =>
  db.selectFrom('policyVersion').selectAll().orderBy('version', 'desc').limit(1).executeTakeFirst()

/** False when that version is there already. */
export const insertPolicy = async (
  tx: Queryable,
  row: { version: number; document: string; requestId: string | null; createdAt: number },
): Promise<boolean> => {
  const made = await tx
    .insertInto('policyVersion')
    .values(row)
    .onConflict((oc) => oc.column('version').doNothing())
    .returning('version')
    .executeTakeFirst()
  return made !== undefined
}
