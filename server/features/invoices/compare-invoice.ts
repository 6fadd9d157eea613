import type { InvoiceLineWish, LineComparison } from '@countersign/shared/features/invoices'
import type { Money } from '@countersign/shared/money'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readQuote } from '../quotes/index.ts'
import { compareLines, totalDifference } from './comparison-rules.ts'
import { lineFaults } from './line-rules.ts'
import { readRow } from './read-row.ts'

/** Lines as they are typed, against the quote; keeps nothing. */
export const compareInvoice = async (
  { db }: Pick<Kernel, 'db'>,
  { id, lines: wishes }: { readonly id: string; readonly lines: readonly InvoiceLineWish[] },
): Promise<{ lines: LineComparison[]; difference: Money }> => {
  const { row } = await readRow(db, id)
  const faults = lineFaults(wishes, row.currency, null)
  if (faults.length > 0) throw new AppError('INVOICE_LINES_INVALID', { data: { faults } })
  const quote = await readQuote(db, row.quoteId)
  const invoiced = wishes.map((wish) => ({ ...wish, amount: wish.quantity * wish.unitAmount }))
  const lines = compareLines(quote.lines, invoiced, row.currency)
  return { lines, difference: totalDifference(lines, row.currency) }
}
