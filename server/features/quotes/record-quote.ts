import type { Quote, QuoteContent } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { addQuote, type Asking } from './add-quote.ts'
import { checkContent } from './check-content.ts'
import { readQuote } from './read-quote.ts'
import { columnsOf } from './row-rules.ts'
import { findByReference } from './store.ts'

/** Refuses with QUOTE_AMOUNT_WRONG, and with QUOTE_KNOWN (and that quote's id) where its reference is here already. */
export const recordQuote = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  asking: Asking,
  content: QuoteContent,
): Promise<Quote> => {
  checkContent(content)
  const now = kernel.clock.now()
  return inTransaction(kernel.db, async (tx) => {
    const id = await addQuote(tx, asking, { content, importId: null, now })
    if (id !== null) return readQuote(tx, id)
    const known = await findByReference(tx, columnsOf(content))
    throw new AppError('QUOTE_KNOWN', { data: { quoteId: known?.id ?? null } })
  })
}
