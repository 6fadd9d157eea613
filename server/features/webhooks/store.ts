import { CompiledQuery, PostgresAdapter, sql } from 'kysely'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Database, Queryable, Schema, Transaction } from '../../ports/database.ts'
import type { EventQueueTable, StripeEventTable } from '../../ports/schema/webhooks.ts'

export type EventRow = StripeEventTable
export type Claim = Pick<EventQueueTable, 'subjectKey' | 'fence' | 'tries'>

const isPostgres = (db: Queryable): boolean => db.getExecutor().adapter instanceof PostgresAdapter

const COLUMNS = {
  stripeId: 'text',
  endpoint: 'text',
  type: 'text',
  objectStripeId: 'text',
  subjectKey: 'text',
  state: 'text',
  madeAt: 'int8',
  heardAt: 'int8',
  attempts: 'int8',
  problem: 'text',
  endedAt: 'int8',
  snapshot: 'text',
} as const satisfies Readonly<Record<keyof EventRow, 'text' | 'int8'>>

const NAMES = Object.keys(COLUMNS) as Array<keyof EventRow>
const LIST = NAMES.map((name) => name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)).join(', ')

/** Texts as a list for `in`, prepared once likewise. */
const listOf = (db: Queryable, texts: readonly string[]) =>
  isPostgres(db)
    ? sql<string>`(select unnest(${texts}::text[]))`
    : sql<string>`(select value from json_each(${JSON.stringify(texts)}))`

type Ids = ReadonlyArray<{ readonly stripeId: string }>

const DUE_AT_ONCE = sql`on conflict (subject_key) do update set next_at =
      case when event_queue.next_at < excluded.next_at then event_queue.next_at else excluded.next_at end`

const KEPT = 'on conflict (stripe_id) do nothing returning stripe_id'

const idsOf = (kept: Ids): Set<string> => new Set(kept.map(({ stripeId }) => stripeId))

const TUPLE = `(${NAMES.map(() => '?').join(', ')})`

/** As many at once as make few different texts, so that each is prepared once; past the query builder, which takes longer. */
const insertIntoSqlite = async (db: Queryable, rows: readonly EventRow[]): Promise<Ids> => {
  const kept: Array<{ readonly stripeId: string }> = []
  for (let from = 0; from < rows.length; ) {
    const some = rows.slice(from, from + 2 ** Math.floor(Math.log2(rows.length - from)))
    const text = `insert into stripe_event (${LIST}) values ${some.map(() => TUPLE).join(', ')} ${KEPT}`
    const values = some.flatMap((row) => NAMES.map((name) => row[name]))
    kept.push(...(await db.executeQuery<Ids[number]>(CompiledQuery.raw(text, values))).rows)
    from += some.length
  }
  return kept
}

/** Both in one statement: one way to the database and back, and no transaction around it is needed. */
const keepInPostgres = async (db: Queryable, rows: readonly EventRow[], at: number): Promise<Ids> => {
  const arrays = NAMES.map((name) => sql`${rows.map((row) => row[name])}::${sql.raw(COLUMNS[name])}[]`)
  const { rows: kept } = await sql<Ids[number]>`with kept as (
      insert into stripe_event (${sql.raw(LIST)}) select * from unnest(${sql.join(arrays)})
      ${sql.raw(KEPT)}, subject_key, state
    ), queued as (
      insert into event_queue (subject_key, next_at, tries, fence)
      select subject_key, ${at}::bigint, 0, 0 from kept where state = 'waiting'
      group by subject_key order by subject_key collate "C"
      ${DUE_AT_ONCE}
    ) select stripe_id from kept`.execute(db)
  return kept
}

/** Writes down what was not known and makes its subjects due, all or nothing; returns the ids of what was new. */
export const keepRows = async (db: Queryable, rows: readonly EventRow[], at: number): Promise<Set<string>> => {
  if (rows.length === 0) return new Set()
  if (isPostgres(db)) return idsOf(await keepInPostgres(db, rows, at))
  const fresh = idsOf(await insertIntoSqlite(db, rows))
  const due = rows.filter(({ stripeId, state }) => state === 'waiting' && fresh.has(stripeId))
  const keys = due.map(({ subjectKey }) => subjectKey)
  await queueSubjects(db, keys, at)
  return fresh
}

/** `work` in one commit of its own; PostgreSQL needs no transaction around the one statement that it is there. */
export const inOneCommit = <T>(db: Database, work: (one: Queryable) => Promise<T>): Promise<T> =>
  isPostgres(db) ? work(db) : inTransaction(db, work)

/** Makes subjects due. Always in the order of their keys, as every other writer locks them. */
export const queueSubjects = async (tx: Queryable, keys: readonly string[], at: number): Promise<void> => {
  if (keys.length === 0) return
  const sorted = [...new Set(keys)].toSorted()
  const subjects = isPostgres(tx)
    ? sql`select key, ${at}::bigint, 0, 0 from unnest(${sorted}::text[]) as key`
    : sql`select value, ${at}, 0, 0 from json_each(${JSON.stringify(sorted)}) where true`
  await sql`insert into event_queue (subject_key, next_at, tries, fence) ${subjects} ${DUE_AT_ONCE}`.execute(tx)
}

/** When the newest event of each of these objects was made that doesn't wait any more. */
export const lastMadeOf = async (db: Queryable, objectStripeIds: readonly string[]): Promise<Map<string, number>> => {
  const ids = isPostgres(db)
    ? sql`unnest(${objectStripeIds}::text[]) as object (value)`
    : sql`json_each(${JSON.stringify(objectStripeIds)}) as object`
  const { rows } = await sql<{ id: string; madeAt: number | null }>`select object.value as id, (
    select made_at from stripe_event where object_stripe_id = object.value and state <> 'waiting'
    order by made_at desc limit 1) as made_at from ${ids}`.execute(db)
  return new Map(rows.flatMap(({ id, madeAt }) => (madeAt === null ? [] : [[id, madeAt]])))
}

export interface ClaimWish {
  readonly holder: string
  readonly now: number
  readonly leaseUntil: number
  readonly limit: number
}

/** Due subjects that nobody works on, each under a new fence. A holder's own unfinished ones are free to it. */
export const claimSubjects = async (db: Queryable, { holder, now, leaseUntil, limit }: ClaimWish): Promise<Claim[]> => {
  const free = db
    .selectFrom('eventQueue')
    .select('subjectKey')
    .where('nextAt', '<=', now)
    .where((row) => row.or([row('leaseUntil', 'is', null), row('leaseUntil', '<', now), row('holder', '=', holder)]))
    .orderBy('nextAt')
    .limit(limit)
  // The locked rows first, once: a planner that looks for each row anew would lock more than it takes.
  return db
    .with(
      (cte) => (isPostgres(db) ? cte('due').materialized() : cte('due')),
      () => (isPostgres(db) ? free.forUpdate().skipLocked() : free),
    )
    .updateTable('eventQueue')
    .set((row) => ({ holder, leaseUntil, fence: row('fence', '+', 1) }))
    .where('subjectKey', 'in', (due) => due.selectFrom('due').select('due.subjectKey'))
    .returning(['subjectKey', 'fence', 'tries'])
    .execute()
}

/** By bytes, as `queueSubjects` sorts, whatever language the database sorts by: two orders would wait for each other. */
const IN_BYTES = sql`subject_key collate "C"`

/** Those whose fence still stands, locked until the commit. */
export const lockClaims = async (tx: Transaction, claims: readonly Claim[]): Promise<Claim[]> => {
  const held = tx
    .selectFrom('eventQueue')
    .select(['subjectKey', 'fence'])
    .where(
      'subjectKey',
      'in',
      listOf(
        tx,
        claims.map(({ subjectKey }) => subjectKey),
      ),
    )
  const rows = await (isPostgres(tx) ? held.orderBy(IN_BYTES).forUpdate() : held).execute()
  const fences = new Map(rows.map(({ subjectKey, fence }) => [subjectKey, fence]))
  return claims.filter(({ subjectKey, fence }) => fences.get(subjectKey) === fence)
}

/** The oldest waiting events of these subjects. */
export const listWaiting = (db: Queryable, keys: readonly string[], limit: number): Promise<EventRow[]> =>
  db
    .selectFrom('stripeEvent')
    .selectAll()
    .where('state', '=', sql.lit('waiting'))
    .where('subjectKey', 'in', listOf(db, keys))
    .orderBy('heardAt')
    .orderBy('stripeId')
    .limit(limit)
    .execute()

/** Only what still waits: an end that was written stays. What ended needs its snapshot no more. */
export const endEvents = async (
  tx: Transaction,
  ids: readonly string[],
  end: Pick<EventRow, 'state' | 'problem' | 'endedAt'>,
): Promise<void> => {
  if (ids.length === 0) return
  const kept = end.state === 'waiting' ? {} : { snapshot: null }
  await tx
    .updateTable('stripeEvent')
    .set((row) => ({ ...end, ...kept, attempts: row('attempts', '+', 1) }))
    .where('stripeId', 'in', listOf(tx, ids))
    .where('state', '=', 'waiting')
    .execute()
}

/** Gives subjects back: those with waiting events at `nextAt`, the others until something comes in. */
export const releaseSubjects = async (
  tx: Transaction,
  keys: readonly string[],
  { nextAt, tries }: { nextAt: number; tries: number },
): Promise<void> => {
  if (keys.length === 0) return
  const waiting = sql<number | null>`case when exists (select 1 from stripe_event
    where stripe_event.subject_key = event_queue.subject_key and stripe_event.state = 'waiting') then ${nextAt} end`
  await tx
    .updateTable('eventQueue')
    .set({ holder: null, leaseUntil: null, tries, nextAt: isPostgres(tx) ? sql`(${waiting})::bigint` : waiting })
    .where('subjectKey', 'in', listOf(tx, keys))
    .execute()
}

/** A failed event waits again, as if it had just come in. */
export const requeueFailed = async (tx: Transaction, id: string): Promise<EventRow | undefined> =>
  tx
    .updateTable('stripeEvent')
    .set({ state: 'waiting', attempts: 0, problem: null, endedAt: null })
    .where('stripeId', '=', id)
    .where('state', '=', 'failed')
    .returningAll()
    .executeTakeFirst()

export const findEvent = (db: Queryable, id: string): Promise<EventRow | undefined> =>
  db.selectFrom('stripeEvent').selectAll().where('stripeId', '=', id).executeTakeFirst()

export interface InboxPlace {
  readonly heardAt: number
  readonly stripeId: string
}

/** Newest first, from behind `after` on. */
export const listEvents = (
  db: Queryable,
  { state, after, limit }: { state: EventRow['state'] | null; after: InboxPlace | null; limit: number },
): Promise<EventRow[]> => {
  let query = db.selectFrom('stripeEvent').selectAll()
  if (state !== null) query = query.where('state', '=', state)
  if (after !== null) {
    query = query.where((row) =>
      row.or([
        row('heardAt', '<', after.heardAt),
        row.and([row('heardAt', '=', after.heardAt), row('stripeId', '<', after.stripeId)]),
      ]),
    )
  }
  return query.orderBy('heardAt', 'desc').orderBy('stripeId', 'desc').limit(limit).execute()
}

export const countInState = async (db: Queryable, state: EventRow['state']): Promise<number> => {
  const counted = db.selectFrom('stripeEvent').select((row) => row.fn.countAll<number | string>().as('count'))
  return Number((await counted.where('state', '=', state).executeTakeFirstOrThrow()).count)
}

/** When the last event came in, and the oldest that waits; null when there is none. */
export const readEdges = async (db: Queryable) => {
  const heard = db.selectFrom('stripeEvent').select('heardAt')
  const last = await heard.orderBy('heardAt', 'desc').limit(1).executeTakeFirst()
  const oldest = await heard.where('state', '=', 'waiting').orderBy('heardAt').limit(1).executeTakeFirst()
  return { heardAt: last?.heardAt ?? null, oldestWaitingAt: oldest?.heardAt ?? null }
}

export const readCatchUp = (db: Queryable) => db.selectFrom('eventCatchUp').selectAll().executeTakeFirstOrThrow()

/** False when another replica lists, or listed after `dueBefore`. */
export const claimCatchUp = async (
  db: Queryable,
  { holder, now, until, dueBefore }: { holder: string; now: number; until: number; dueBefore: number },
): Promise<boolean> => {
  const result = await db
    .updateTable('eventCatchUp')
    .set({ holder, until })
    .where((row) => row.or([row('until', 'is', null), row('until', '<', now), row('holder', '=', holder)]))
    .where((row) => row.or([row('endedAt', 'is', null), row('endedAt', '<=', dueBefore)]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** False when another replica has taken over. */
export const moveCatchUp = async (
  db: Queryable,
  holder: string,
  change: Partial<Omit<Schema['eventCatchUp'], 'id'>>,
): Promise<boolean> => {
  const result = await db.updateTable('eventCatchUp').set(change).where('holder', '=', holder).executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** What ended before that moment can't be listed by Stripe any more, so it can't come again. */
export const forgetEnded = async (db: Queryable, before: number): Promise<void> => {
  await db
    .deleteFrom('stripeEvent')
    .where('state', 'in', ['applied', 'ignored'])
    .where('heardAt', '<', before)
    .execute()
  await db
    .deleteFrom('eventQueue')
    .where('nextAt', 'is', null)
    .where((row) =>
      row.not(
        row.exists(
          row
            .selectFrom('stripeEvent')
            .select('stripeEvent.stripeId')
            .whereRef('stripeEvent.subjectKey', '=', 'eventQueue.subjectKey'),
        ),
      ),
    )
    .execute()
}
