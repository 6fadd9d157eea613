import type { QuoteFilter, QuoteLine } from '@countersign/shared/features/quotes'
import { type Expression, type ExpressionBuilder, type SelectQueryBuilder, sql, type SqlBool } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type {
  QuoteAttachmentTable,
  QuoteImportTable,
  QuoteLineTable,
  QuoteTable,
  QuoteUploadTable,
} from '../../ports/schema/quotes.ts'
import { foldText, type PlaceInList } from './quote-rules.ts'

export type StoredQuote = QuoteTable
export type ImportRow = QuoteImportTable
export type UploadRow = QuoteUploadTable
export type AttachmentHead = Omit<QuoteAttachmentTable, 'content'>

/** Parameters of one statement stay far below what either database takes. */
const ROWS_A_STATEMENT = 500

const inSlices = async <Row>(rows: readonly Row[], work: (slice: Row[]) => Promise<unknown>): Promise<void> => {
  for (let at = 0; at < rows.length; at += ROWS_A_STATEMENT) await work(rows.slice(at, at + ROWS_A_STATEMENT))
}

export const linesOf = (quoteId: string, lines: readonly QuoteLine[]): QuoteLineTable[] =>
  lines.map((line, position) => ({ quoteId, position, ...line }))

/** False when another quote has that reference of that source. */
export const insertQuote = async (tx: Transaction, row: StoredQuote, lines: readonly QuoteLine[]): Promise<boolean> => {
  const made = await tx
    .insertInto('quote')
    .values(row)
    .onConflict((conflict) => conflict.columns(['sourceKey', 'referenceKey']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!made) return false
  await inSlices(linesOf(row.id, lines), (slice) => tx.insertInto('quoteLine').values(slice).execute())
  return true
}

export const findQuote = (db: Queryable, id: string): Promise<StoredQuote | undefined> =>
  db.selectFrom('quote').selectAll().where('id', '=', id).executeTakeFirst()

/**
 * Nobody else changes it until the commit: what is written and read here is what it stays. Its namesakes of other sources
 * are held with it, so that two of one reference are not invoiced at once unseen.
 */
export const holdQuote = async (tx: Transaction, id: string): Promise<StoredQuote | undefined> => {
  await tx
    .updateTable('quote')
    .set((eb) => ({ changedAt: eb.ref('changedAt') }))
    .where('referenceKey', 'in', tx.selectFrom('quote').select('referenceKey').where('id', '=', id))
    .where('state', '!=', 'invoiced')
    .execute()
  return findQuote(tx, id)
}

export const updateQuote = async (
  tx: Transaction,
  id: string,
  change: Partial<Omit<StoredQuote, 'id'>>,
): Promise<void> => {
  await tx.updateTable('quote').set(change).where('id', '=', id).execute()
}

export const replaceLines = async (tx: Transaction, id: string, lines: readonly QuoteLine[]): Promise<void> => {
  await tx.deleteFrom('quoteLine').where('quoteId', '=', id).execute()
  await inSlices(linesOf(id, lines), (slice) => tx.insertInto('quoteLine').values(slice).execute())
}

export const listLines = (db: Queryable, id: string): Promise<QuoteLine[]> =>
  db
    .selectFrom('quoteLine')
    .select(['description', 'quantity', 'unitAmount', 'priceStripeId'])
    .where('quoteId', '=', id)
    .orderBy('position')
    .execute()

interface ReferenceKeys {
  readonly sourceKey: string
  readonly referenceKey: string
}

/** Of whatever source. */
export const listByReference = (db: Queryable, referenceKey: string): Promise<StoredQuote[]> =>
  db.selectFrom('quote').selectAll().where('referenceKey', '=', referenceKey).orderBy('id').execute()

export interface KnownQuote extends ReferenceKeys {
  readonly source: string
  readonly fingerprint: string
  readonly importId: string | null
}

/** Those of these references that are here. */
export const listKnown = async (db: Queryable, referenceKeys: readonly string[]): Promise<KnownQuote[]> => {
  const known: KnownQuote[] = []
  await inSlices([...new Set(referenceKeys)], async (slice) => {
    const query = db.selectFrom('quote').select(['source', 'sourceKey', 'referenceKey', 'fingerprint', 'importId'])
    known.push(...(await query.where('referenceKey', 'in', slice).execute()))
  })
  return known
}

const LIKE_MARKS = /[\\%_]/g
const holds = (word: string): string => `%${word.replaceAll(LIKE_MARKS, String.raw`\$&`)}%`

const matching = ({ text = '', state, currency }: QuoteFilter) => {
  const words = foldText(text)
    .split(/\s+/)
    .filter((word) => word !== '')
  return (eb: ExpressionBuilder<Schema, 'quote'>): Expression<SqlBool> =>
    eb.and([
      ...words.map((word) => sql<SqlBool>`${eb.ref('searched')} like ${holds(word)} escape '\\'`),
      ...(state === undefined ? [] : [eb('state', '=', state)]),
      ...(currency === undefined ? [] : [eb('currency', '=', currency)]),
    ])
}

const after = <Output>(query: SelectQueryBuilder<Schema, 'quote', Output>, place: PlaceInList | null) =>
  place === null
    ? query
    : query.where((eb) =>
        eb.or([
          eb('acceptedOn', '<', place.acceptedOn),
          eb.and([eb('acceptedOn', '=', place.acceptedOn), eb('id', '<', place.id)]),
        ]),
      )

/** Those accepted last come first. */
export const listQuoteRows = (
  db: Queryable,
  { filter, place, limit }: { filter: QuoteFilter; place: PlaceInList | null; limit: number },
): Promise<StoredQuote[]> =>
  after(db.selectFrom('quote').selectAll().where(matching(filter)), place)
    .orderBy('acceptedOn', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()

export const sumQuotes = async (
  db: Queryable,
  filter: QuoteFilter,
): Promise<Array<{ currency: string; isWithdrawn: boolean; total: number; quotes: number }>> => {
  const rows = await db
    .selectFrom('quote')
    .select(['currency', 'state'])
    .select(({ fn }) => [fn.sum<number | string>('total').as('total'), fn.countAll<number | string>().as('quotes')])
    .where(matching(filter))
    .groupBy(['currency', 'state'])
    .orderBy('currency')
    .execute()
  return rows.map(({ currency, state, total, quotes }) => ({
    currency,
    isWithdrawn: state === 'withdrawn',
    total: Number(total),
    quotes: Number(quotes),
  }))
}

const HEADS = ['id', 'quoteId', 'name', 'mediaType', 'size', 'sha256', 'attachedBy', 'attachedAt'] as const

export const listAttachments = (db: Queryable, quoteId: string): Promise<AttachmentHead[]> =>
  db.selectFrom('quoteAttachment').select(HEADS).where('quoteId', '=', quoteId).orderBy('id').execute()

export const findAttachment = (db: Queryable, id: string): Promise<QuoteAttachmentTable | undefined> =>
  db.selectFrom('quoteAttachment').selectAll().where('id', '=', id).executeTakeFirst()

export const insertAttachment = async (tx: Transaction, row: QuoteAttachmentTable): Promise<void> => {
  await tx.insertInto('quoteAttachment').values(row).execute()
}

export const deleteAttachment = async (tx: Transaction, id: string): Promise<void> => {
  await tx.deleteFrom('quoteAttachment').where('id', '=', id).execute()
}

export const insertUpload = async (tx: Transaction, row: UploadRow): Promise<void> => {
  await tx.insertInto('quoteUpload').values(row).execute()
}

export const findUpload = (db: Queryable, id: string): Promise<UploadRow | undefined> =>
  db.selectFrom('quoteUpload').selectAll().where('id', '=', id).executeTakeFirst()

/** The same part again is the same part: its first arrival stays. */
export const insertUploadPart = async (
  tx: Transaction,
  row: { uploadId: string; part: number; content: Uint8Array },
): Promise<void> => {
  await tx
    .insertInto('quoteUploadPart')
    .values(row)
    .onConflict((conflict) => conflict.columns(['uploadId', 'part']).doNothing())
    .execute()
}

export const listUploadParts = (
  db: Queryable,
  uploadId: string,
): Promise<Array<{ part: number; content: Uint8Array }>> =>
  db
    .selectFrom('quoteUploadPart')
    .select(['part', 'content'])
    .where('uploadId', '=', uploadId)
    .orderBy('part')
    .execute()

export const deleteUpload = async (tx: Transaction, id: string): Promise<void> => {
  await tx.deleteFrom('quoteUploadPart').where('uploadId', '=', id).execute()
  await tx.deleteFrom('quoteUpload').where('id', '=', id).execute()
}

const unneeded = (db: Queryable) =>
  db
    .selectFrom('quoteUpload')
    .select('id')
    .where('id', 'not in', db.selectFrom('quoteImport').select('uploadId').where('state', '=', 'running'))

/** Begun before then, and no import needs them any more. */
export const listOldUploads = async (db: Queryable, before: number, limit: number): Promise<string[]> => {
  const query = unneeded(db).where('createdAt', '<', before)
  return (await query.orderBy('createdAt').limit(limit).execute()).map(({ id }) => id)
}

/** All but the newest of a person's. */
export const listSpareUploads = async (db: Queryable, staffId: string, kept: number): Promise<string[]> => {
  const rows = await unneeded(db).where('staffId', '=', staffId).orderBy('createdAt', 'desc').orderBy('id').execute()
  return rows.slice(kept).map(({ id }) => id)
}

/** False while this person has one that runs. */
export const insertImport = async (tx: Transaction, row: ImportRow): Promise<boolean> => {
  const made = await tx
    .insertInto('quoteImport')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return made !== undefined
}

export const findImport = (db: Queryable, id: string): Promise<ImportRow | undefined> =>
  db.selectFrom('quoteImport').selectAll().where('id', '=', id).executeTakeFirst()

export const findLatestImport = (db: Queryable, staffId: string): Promise<ImportRow | undefined> =>
  db
    .selectFrom('quoteImport')
    .selectAll()
    .where('staffId', '=', staffId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()

/** Takes one that runs and that nobody works on. */
export const claimImport = async (
  db: Queryable,
  { holder, now, until }: { holder: string; now: number; until: number },
): Promise<ImportRow | undefined> => {
  const free = db
    .selectFrom('quoteImport')
    .select('id')
    .where('state', '=', 'running')
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', now)]))
    .orderBy('id')
    .limit(1)
  return db
    .updateTable('quoteImport')
    .set({ leaseHolder: holder, leaseUntil: until })
    .where('id', 'in', free)
    .where((eb) => eb.or([eb('leaseUntil', 'is', null), eb('leaseUntil', '<', now)]))
    .returningAll()
    .executeTakeFirst()
}

/** False once it was cancelled, or somebody else works on it. */
export const advanceImport = async (
  tx: Queryable,
  { id, holder }: { id: string; holder: string },
  change: Partial<Pick<ImportRow, 'state' | 'counts' | 'failure' | 'endedAt' | 'leaseHolder' | 'leaseUntil'>>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('quoteImport')
    .set(change)
    .where('id', '=', id)
    .where('state', '=', 'running')
    .where('leaseHolder', '=', holder)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const cancelImportRow = async (tx: Transaction, id: string, endedAt: number): Promise<boolean> => {
  const query = tx.updateTable('quoteImport').set({ state: 'cancelled', endedAt, leaseHolder: null, leaseUntil: null })
  return (await query.where('id', '=', id).where('state', '=', 'running').executeTakeFirst()).numUpdatedRows > 0n
}
