import { type VoidPayload, voidPayloadSchema } from '@countersign/shared/features/receivables'
import { voidCard } from './closing-card-rules.ts'
import { defineInvoiceAction } from './define-invoice-action.ts'
import { findInState } from './find-in-state.ts'

/** Takes an invoice back that should never be paid. */
export const voidInvoice = defineInvoiceAction<VoidPayload>({
  kind: 'invoice.void',
  payload: voidPayloadSchema,
  given: () => null,
  card: (_, facts) => voidCard(facts),
  write: ({ kernel, input }, key) => kernel.stripe.voidInvoice(input.payload.invoiceStripeId, key),
  find: ({ kernel, input }) => findInState(kernel, input.payload, ({ status }) => status === 'void'),
  details: () => ({}),
})
