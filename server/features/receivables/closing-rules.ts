// Rule: an open invoice may be voided, written off, or marked as paid elsewhere; one that was written off may still be voided
// or paid. A credit note takes at most what is still open of an open invoice, and of a paid one at most what it was worth
// after earlier notes; what was paid goes to the customer's credit or back by other means, since nothing is refunded here.

import type { CreditNotePayload, InvoiceFacts, InvoiceWish } from '@countersign/shared/features/receivables'
import { type Money, moneyText } from '@countersign/shared/money'

type Kind = InvoiceWish['kind']

const MAY: Readonly<Record<Kind, ReadonlySet<InvoiceFacts['status']>>> = {
  'invoice.void': new Set(['open', 'uncollectible']),
  'invoice.uncollectible': new Set(['open']),
  'invoice.paid-out-of-band': new Set(['open', 'uncollectible']),
  'invoice.credit-note': new Set(['open', 'paid']),
}

export const mayClose = (kind: Kind, { status }: Pick<InvoiceFacts, 'status'>): boolean => MAY[kind].has(status)

/** What may not move between word and deed. */
export const closingBinding = (facts: InvoiceFacts): Readonly<Record<string, string>> => ({
  Status: facts.status,
  Total: moneyText(facts.total),
  Paid: moneyText(facts.amountPaid),
  'Still to be paid': moneyText(facts.remaining),
  'Credit notes': moneyText(facts.creditNoted),
})

/** The most that a credit note may still take. */
export const creditableOf = ({ status, total, remaining, creditNoted }: InvoiceFacts): Money =>
  status === 'open' ? remaining : { ...total, amount: Math.max(0, total.amount - creditNoted.amount) }

export type CreditNoteFault = 'currency' | 'too-much' | 'paid-part'

/** Why Stripe would refuse it, before it is asked. */
export const creditNoteFault = (
  { amount, paidPart }: Pick<CreditNotePayload, 'amount' | 'paidPart'>,
  facts: InvoiceFacts,
): CreditNoteFault | null => {
  if (amount.currency !== facts.total.currency) return 'currency'
  if (amount.amount > creditableOf(facts).amount) return 'too-much'
  return (facts.status === 'open') === (paidPart === 'none') ? null : 'paid-part'
}

interface MadeNote {
  readonly isVoid: boolean
  /** Of whichever request made it. */
  readonly requestId: string | undefined
}

/** Whether the note that a request asked for stands at Stripe: one that was voided there is none. */
export const isNoteMade = (notes: readonly MadeNote[], wanted: string): boolean =>
  notes.some(({ isVoid, requestId }) => !isVoid && requestId === wanted)
