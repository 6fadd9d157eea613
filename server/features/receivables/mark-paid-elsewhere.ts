import { type PaidElsewherePayload, paidElsewherePayloadSchema } from '@countersign/shared/features/receivables'
import { dayOf, toIso } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { paidElsewhereCard } from './closing-card-rules.ts'
import { defineInvoiceAction } from './define-invoice-action.ts'
import { findInState } from './find-in-state.ts'

/** Paid by a transfer, cheque or the like that Stripe doesn't see. */
export const markPaidElsewhere = defineInvoiceAction<PaidElsewherePayload>({
  kind: 'invoice.paid-out-of-band',
  payload: paidElsewherePayloadSchema,
  check: ({ clock }, { paidOn }) => {
    if (paidOn > dayOf(toIso(clock.now()))) throw new AppError('PAID_DAY_TO_COME')
  },
  given: () => null,
  card: paidElsewhereCard,
  write: ({ kernel, input }, key) => kernel.stripe.markPaidOutOfBand(input.payload.invoiceStripeId, key),
  find: ({ kernel, input }) =>
    findInState(kernel, input.payload, ({ status, isPaidOutOfBand }) => status === 'paid' && isPaidOutOfBand),
  details: ({ reference, paidOn }) => ({ reference, paidOn }),
})
