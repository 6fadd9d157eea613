import { type WriteOffPayload, writeOffPayloadSchema } from '@countersign/shared/features/receivables'
import { writeOffCard } from './closing-card-rules.ts'
import { defineInvoiceAction } from './define-invoice-action.ts'
import { findInState } from './find-in-state.ts'

/** Gives up asking for it: Stripe calls it uncollectible. */
export const writeOffInvoice = defineInvoiceAction<WriteOffPayload>({
  kind: 'invoice.uncollectible',
  payload: writeOffPayloadSchema,
  given: () => null,
  card: (_, facts) => writeOffCard(facts),
  write: ({ kernel, input }, key) => kernel.stripe.markUncollectible(input.payload.invoiceStripeId, key),
  find: ({ kernel, input }) => findInState(kernel, input.payload, ({ status }) => status === 'uncollectible'),
  details: () => ({}),
})
