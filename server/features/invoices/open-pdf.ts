import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { noteOf } from './note-rules.ts'
import { readRow } from './read-row.ts'
import type { By } from './start-invoice.ts'

/** Where Stripe has the PDF now, and a note that somebody opened it. Refuses INVOICE_NOT_READY before it is finalised. */
export const openPdf = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  { actor, requestId }: By,
  id: string,
): Promise<{ pdfUrl: string; hostedUrl: string | null; name: string }> => {
  const { row } = await readRow(kernel.db, id)
  const document = row.stripeId === null ? null : await kernel.stripe.readInvoiceDocument(row.stripeId)
  if (!document || document.pdfUrl === null) {
    const obstacles = [{ code: 'draft', words: 'Stripe makes the PDF when the invoice is finalised.' }]
    throw new AppError('INVOICE_NOT_READY', { data: { obstacles } })
  }
  const { pdfUrl, hostedUrl, number } = document
  await inTransaction(kernel.db, (tx) =>
    recordAudit(tx, kernel.clock.now(), { actor, requestId, action: 'invoice.pdf-opened', ...noteOf(row, { number }) }),
  )
  return { pdfUrl, hostedUrl, name: `${number ?? document.stripeId}.pdf` }
}
