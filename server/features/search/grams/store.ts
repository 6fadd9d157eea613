import type { Queryable, Transaction } from '../../../ports/database.ts'
import type { SearchGramTable } from '../../../ports/schema/mirror.ts'
import type { Segment } from '../segment-rules.ts'

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
