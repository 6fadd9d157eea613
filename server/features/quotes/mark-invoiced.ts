import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { holdQuote, updateQuote } from './store.ts'

/** From here on the quote stands as it was accepted: the database refuses any change. Once more does nothing. */
export const markInvoiced = async (tx: Transaction, quoteId: string): Promise<void> => {
  const row = await holdQuote(tx, quoteId)
  if (!row) throw new AppError('NOT_FOUND')
  if (row.state === 'withdrawn') throw new AppError('QUOTE_WITHDRAWN')
  if (row.state === 'accepted') await updateQuote(tx, quoteId, { state: 'invoiced' })
}
