import { sql } from 'kysely'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { SearchGramTable } from '../../ports/schema/mirror.ts'
import type { Found, SearchPlan, StripeIdTable } from './search-rules.ts'
import type { Segment } from './segment-rules.ts'

/** Above every letter, in bytes: the end of the range of what begins with a text. */
const END = '\u{10FFFF}'

// Each `by…` is one range of one index, cut at a limit.

export const findByStripeId = async (
  db: Queryable,
  { table, id }: { table: StripeIdTable; id: string },
  limit: number,
): Promise<Array<Found & { table: StripeIdTable }>> => {
  const tables = {
    customer: 'mirrorCustomer',
    subscription: 'mirrorSubscription',
    invoice: 'mirrorInvoice',
    code: 'mirrorCode',
  } as const
  const rows = await db
    .selectFrom(tables[table])
    .select('stripeId')
    .where('stripeId', '>=', id)
    .where('stripeId', '<', id + END)
    .orderBy('stripeId')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ matched: 'id', objectStripeId: row.stripeId, value: row.stripeId, table }))
}

/** Customers whose folded name or e-mail begins with the text, in its order. */
const byFold = (db: Queryable, column: 'nameFold' | 'emailFold', text: string, limit: number) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', sql.ref<string>(column).as('value')])
    .select(sql.lit(column === 'nameFold' ? 'name' : 'email').as('matched'))
    .where(column, '>=', text)
    .where(column, '<', text + END)
    .where('isDeleted', '=', 0)
    .orderBy(column)
    .limit(limit)

const byOwnTeamId = (db: Queryable, text: string, limit: number) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', sql.ref<string>('teamId').as('value'), sql.lit('team').as('matched')])
    .where('teamId', '>=', text)
    .where('teamId', '<', text + END)
    .where('isDeleted', '=', 0)
    .orderBy('teamId')
    .limit(limit)

const bySubscribedTeamId = (db: Queryable, text: string, limit: number) =>
  db
    .selectFrom('mirrorSubscription')
    .select(['customerStripeId as stripeId', sql.ref<string>('teamId').as('value'), sql.lit('team').as('matched')])
    .where('teamId', '>=', text)
    .where('teamId', '<', text + END)
    .orderBy('teamId')
    .limit(limit)

const byNumber = (db: Queryable, text: string, limit: number) => {
  const number = sql<string>`upper(number)`
  return db
    .selectFrom('mirrorInvoice')
    .select(['stripeId', number.as('value'), sql.lit('number').as('matched')])
    .where('number', 'is not', null)
    .where(number, '>=', text)
    .where(number, '<', text + END)
    .orderBy(number)
    .limit(limit)
}

const byCode = (db: Queryable, text: string, limit: number) => {
  const code = sql<string>`upper(code)`
  return db
    .selectFrom('mirrorCode')
    .select(['stripeId', code.as('value'), sql.lit('code').as('matched')])
    .where(code, '>=', text)
    .where(code, '<', text + END)
    .orderBy(code)
    .limit(limit)
}

/** Everything that begins with the text, wherever it may stand: one trip to the database, `limit` of each kind. */
export const findBeginnings = async (db: Queryable, plan: SearchPlan, limit: number): Promise<Found[]> => {
  const parts = [
    ...(plan.teamId === null ? [] : [byOwnTeamId(db, plan.teamId, limit), bySubscribedTeamId(db, plan.teamId, limit)]),
    ...(plan.name === null ? [] : [byFold(db, 'nameFold', plan.name, limit)]),
    ...(plan.email === null ? [] : [byFold(db, 'emailFold', plan.email, limit)]),
    ...(plan.number === null ? [] : [byNumber(db, plan.number, limit)]),
    ...(plan.code === null ? [] : [byCode(db, plan.code, limit)]),
  ].map((part) => db.selectFrom(part.as('part')).selectAll())
  const [first, ...others] = parts
  if (!first) return []
  const all = others.reduce((union, part) => union.unionAll(part), first)
  const rows = await all.execute()
  return rows.map((row) => ({
    matched: row.matched as Found['matched'],
    objectStripeId: row.stripeId,
    value: row.value,
  }))
}

/** With the team id of a subscription where the customer carries none. */
export const listCustomers = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'name', 'email', 'teamId', 'isDeleted'])
    .select((customer) =>
      customer
        .selectFrom('mirrorSubscription')
        .select('mirrorSubscription.teamId')
        .whereRef('mirrorSubscription.customerStripeId', '=', 'mirrorCustomer.stripeId')
        .where('mirrorSubscription.teamId', 'is not', null)
        .limit(1)
        .as('subscribedTeamId'),
    )
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listSubscriptions = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorSubscription')
    .select(['stripeId', 'customerStripeId', 'status'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listInvoices = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorInvoice')
    .select(['stripeId', 'customerStripeId', 'number', 'status'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listCodes = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorCode')
    .select(['stripeId', 'customerStripeId', 'code', 'isActive', 'couponStripeId'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const readHeardAt = async (db: Queryable): Promise<number | null> =>
  (await db.selectFrom('mirrorState').select('heardAt').executeTakeFirstOrThrow()).heardAt

export const listSegments = (db: Queryable): Promise<Segment[]> => db.selectFrom('searchSegment').selectAll().execute()

export const readGrams = (db: Queryable, segments: readonly number[], grams: readonly string[]) =>
  db.selectFrom('searchGram').selectAll().where('segment', 'in', segments).where('gram', 'in', grams).execute()

export const listDocuments = (db: Queryable, documents: readonly number[]) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'nameFold', 'emailFold'])
    .where('document', 'in', documents)
    .where('isDeleted', '=', 0)
    .execute()

export const listTexts = (db: Queryable, from: number, end: number, limit: number) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['nameFold', 'emailFold'])
    .select((customer) => customer.ref('document').$notNull().as('document'))
    .where('document', '>=', from)
    .where('document', '<', end)
    .orderBy('document')
    .limit(limit)
    .execute()

export const hasNewDocuments = async (db: Queryable): Promise<boolean> =>
  (await db.selectFrom('mirrorState').select('id').whereRef('indexedTo', '<', 'nextDocument').executeTakeFirst()) !==
  undefined

/** One replica indexes at a time. The state as it was before, or undefined when another is at it. */
export const claimIndexing = async (db: Queryable, indexer: string, now: number, until: number) =>
  db
    .updateTable('mirrorState')
    .set({ indexer, indexerUntil: until })
    .where((state) =>
      state.or([state('indexer', 'is', null), state('indexer', '=', indexer), state('indexerUntil', '<', now)]),
    )
    .returning(['indexedTo', 'nextDocument'])
    .executeTakeFirst()

/** False when another replica took over or got there first. */
export const advanceIndex = async (tx: Transaction, indexer: string, from: number, to: number): Promise<boolean> => {
  const result = await tx
    .updateTable('mirrorState')
    .set({ indexedTo: to, indexer: null, indexerUntil: null })
    .where('indexer', '=', indexer)
    .where('indexedTo', '=', from)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const replaceSegments = async (tx: Transaction, segment: Segment, replaced: readonly number[]) => {
  if (replaced.length > 0) await tx.deleteFrom('searchSegment').where('id', 'in', replaced).execute()
  await tx.insertInto('searchSegment').values(segment).execute()
}

export const insertGrams = (db: Queryable, rows: readonly SearchGramTable[]) =>
  db.insertInto('searchGram').values(rows).execute()

/** Segments that have grams, listed or not: one look into the index for each. */
export const listGramSegments = async (db: Queryable): Promise<number[]> => {
  const found: number[] = []
  for (;;) {
    const row = await db
      .selectFrom('searchGram')
      .select('segment')
      .where('segment', '>', found.at(-1) ?? -1)
      .orderBy('segment')
      .limit(1)
      .executeTakeFirst()
    if (!row) return found
    found.push(row.segment)
  }
}

export const deleteGrams = (db: Queryable, segment: number) =>
  db.deleteFrom('searchGram').where('segment', '=', segment).execute()
