import type { SendPayload } from '@countersign/shared/features/invoice-sending'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import type { Standing } from './read-row.ts'

/** What is asked for, and about whom: the accepted quote takes the place of ticket and proof. */
export const planSend = ({ row }: Pick<Standing, 'row'>): { subject: Subject; payload: SendPayload } => {
  const { customerStripeId, stripeId, teamId, customerName: name, ticket } = row
  if (customerStripeId === null || stripeId === null) {
    const obstacles = [{ code: 'draft', words: 'There is no draft yet.' }]
    throw new AppError('INVOICE_NOT_READY', { data: { obstacles } })
  }
  return {
    subject: { key: customerStripeId, teamId, customerStripeId, name, ticket, verificationId: null },
    payload: { manualInvoiceId: row.id, invoiceStripeId: stripeId },
  }
}
