import type { InvoiceFacts } from '@countersign/shared/features/receivables'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'

/** The invoice that a word rests on, live. Refuses with INVOICE_GONE. */
export const readInvoiceFacts = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  invoiceStripeId: string,
): Promise<InvoiceFacts> => {
  const [document, notes] = await Promise.all([
    stripe.readInvoiceDocument(invoiceStripeId),
    stripe.listCreditNotes(invoiceStripeId),
  ])
  if (!document) throw new AppError('INVOICE_GONE')
  const { currency } = document
  const standing = notes.filter(({ isVoid }) => !isVoid)
  return {
    customerStripeId: document.customerStripeId,
    customerName: document.customerName,
    number: document.number,
    status: document.status,
    memo: document.memo,
    total: document.total,
    amountPaid: document.amountPaid,
    remaining: document.amountRemaining,
    creditNoted: { amount: standing.reduce((sum, { total }) => sum + total.amount, 0), currency },
    dueAt: document.dueAt,
  }
}
