import type { Quote } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { quoteOf } from './row-rules.ts'
import { findQuote, listAttachments, listLines } from './store.ts'

export const readQuote = async (db: Queryable, id: string): Promise<Quote> => {
  const row = await findQuote(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  return quoteOf(row, { lines: await listLines(db, id), attachments: await listAttachments(db, id) })
}
