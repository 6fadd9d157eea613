import type { SendFacts, SendPayload } from '@countersign/shared/features/invoice-sending'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { ActionInput } from '../approvals/index.ts'
import type { Step } from '../executions/index.ts'

const resultOf = ({ stripeId, number, status, total, amountDue, dueAt, paidAt }: InvoiceDocument) => ({
  invoice: stripeId,
  number,
  status,
  total,
  amountDue,
  dueAt,
  paidAt,
})

/** From here on it is owed. It isn't sent by it; the customer's credit is taken into it. */
export const finaliseInvoice: Step<ActionInput<SendPayload, SendFacts>> = {
  name: 'finalise',
  movesMoney: true,
  isNeeded: ({ input }) => input.facts.status === 'draft',
  perform: async ({ kernel, input }, key) =>
    resultOf(await kernel.stripe.finalizeInvoice(input.payload.invoiceStripeId, key)),
  find: async ({ kernel, input }) => {
    const document = await kernel.stripe.readInvoiceDocument(input.payload.invoiceStripeId)
    return document && document.status !== 'draft' ? { is: 'found', result: resultOf(document) } : { is: 'absent' }
  },
}
