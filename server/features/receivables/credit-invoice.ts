import {
  type CreditNotePayload,
  creditNotePayloadSchema,
  type InvoiceFacts,
} from '@countersign/shared/features/receivables'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { REQUEST_KEYS, requestMetadata } from '../../ports/request-metadata.ts'
import type { ActionInput } from '../approvals/index.ts'
import { creditNoteCard } from './closing-card-rules.ts'
import { creditableOf, creditNoteFault, isNoteMade } from './closing-rules.ts'
import { defineInvoiceAction } from './define-invoice-action.ts'

const check = (_: Kernel, payload: CreditNotePayload, facts: InvoiceFacts): void => {
  const fault = creditNoteFault(payload, facts)
  if (fault === 'currency') throw new AppError('CURRENCY_DIFFERS', { data: { currency: facts.total.currency } })
  if (fault === 'too-much') throw new AppError('CREDIT_NOTE_TOO_MUCH', { data: { most: creditableOf(facts) } })
  if (fault === 'paid-part') throw new AppError('CREDIT_NOTE_PAID_PART', { data: { status: facts.status } })
}

const noteOf = ({ payload, subject, requestId, reason }: ActionInput<CreditNotePayload, InvoiceFacts>) => ({
  ...payload,
  metadata: requestMetadata({
    request: requestId,
    step: 'invoice',
    ticket: subject.ticket,
    team: subject.teamId,
    reason,
  }),
})

const readAfter = async ({ stripe }: Kernel, invoiceStripeId: string): Promise<InvoiceDocument> => {
  const document = await stripe.readInvoiceDocument(invoiceStripeId)
  assert(document, `a credited invoice that is gone: ${invoiceStripeId}`)
  return document
}

/** Takes a part of an invoice back: less is owed, or what was paid goes to the customer's credit. */
export const creditInvoice = defineInvoiceAction<CreditNotePayload>({
  kind: 'invoice.credit-note',
  payload: creditNotePayloadSchema,
  check,
  // It is a gift like a credit is: splitting it over notes gains nothing.
  given: ({ amount }) => amount,
  card: creditNoteCard,
  write: async ({ kernel, input }, key) => {
    await kernel.stripe.createCreditNote(noteOf(input), key)
    return readAfter(kernel, input.payload.invoiceStripeId)
  },
  find: async ({ kernel, input: { payload, requestId } }) => {
    const notes = await kernel.stripe.listCreditNotes(payload.invoiceStripeId)
    const made = notes.map(({ isVoid, metadata }) => ({ isVoid, requestId: metadata[REQUEST_KEYS.request] }))
    return isNoteMade(made, requestId) ? readAfter(kernel, payload.invoiceStripeId) : null
  },
  details: ({ amount, reason, paidPart }) => ({ amount, why: reason, paidPart }),
})
