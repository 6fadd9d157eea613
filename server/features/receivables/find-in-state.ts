import type { Kernel } from '../../kernel/context.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'

/** The invoice if it is what a lost call would have made of it. */
export const findInState = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  { invoiceStripeId }: { readonly invoiceStripeId: string },
  isThere: (document: InvoiceDocument) => boolean,
): Promise<InvoiceDocument | null> => {
  const document = await stripe.readInvoiceDocument(invoiceStripeId)
  return document !== null && isThere(document) ? document : null
}
