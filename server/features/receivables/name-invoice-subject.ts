import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'

/**
 * Whom a request about an invoice is for: the customer that Stripe has on it, with the team id of its metadata. An invoice
 * names its customer by itself, so no ticket has to prove them. Refuses with INVOICE_GONE.
 */
export const nameInvoiceSubject = async (
  { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>,
  invoiceStripeId: string,
): Promise<Subject> => {
  const document = await stripe.readInvoiceDocument(invoiceStripeId)
  if (!document) throw new AppError('INVOICE_GONE')
  const { customerStripeId } = document
  // A deleted customer's invoices live on and can still be closed.
  const customer = await stripe.readCandidate(customerStripeId)
  const teamId = settings.teamKeys.map((key) => customer?.metadata[key]).find((value) => value !== undefined)
  return {
    key: customerStripeId,
    teamId: teamId ?? null,
    customerStripeId,
    name: customer?.name ?? document.customerName,
    ticket: null,
    verificationId: null,
  }
}
