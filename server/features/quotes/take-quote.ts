import type { Quote } from '@countersign/shared/features/quotes'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { readQuote } from './read-quote.ts'
import { holdQuote } from './store.ts'

/** The quote to invoice from: nobody changes it before the commit. NOT_FOUND, or QUOTE_WITHDRAWN. */
export const takeQuote = async (tx: Transaction, id: string): Promise<Quote> => {
  await holdQuote(tx, id)
  const quote = await readQuote(tx, id)
  if (quote.state === 'withdrawn') throw new AppError('QUOTE_WITHDRAWN')
  return quote
}
