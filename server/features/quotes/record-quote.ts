import type { Quote, QuoteContent } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { addQuote, type Asking } from './add-quote.ts'
import { checkContent } from './check-content.ts'
import { readQuote } from './read-quote.ts'
import { requireNoTwin } from './require-no-twin.ts'
import { columnsOf } from './row-rules.ts'

export interface Recording extends Asking {
  /** Another source has that reference, and this is another quote all the same. */
  readonly isTwinMeant?: boolean
}

/**
 * Refuses with QUOTE_AMOUNT_WRONG, and, with that quote's id, with QUOTE_KNOWN where its reference is here already, with
 * QUOTE_KNOWN_ELSEWHERE where another source has it and nobody said that this is another quote.
 */
export const recordQuote = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { isTwinMeant = false, ...asking }: Recording,
  content: QuoteContent,
): Promise<Quote> => {
  checkContent(content)
  const now = kernel.clock.now()
  return inTransaction(kernel.db, async (tx) => {
    const { referenceKey, sourceKey } = columnsOf(content)
    await requireNoTwin(tx, { id: null, referenceKey, sourceKey, isTwinMeant })
    const id = await addQuote(tx, asking, { content, importId: null, now })
    // Recorded by somebody else since the look above.
    if (id === null) throw new AppError('QUOTE_KNOWN')
    return readQuote(tx, id)
  })
}
