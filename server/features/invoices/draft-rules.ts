// Rule: a draft at Stripe is made of what finance chose and of the accepted quote, and says so in its metadata: the quote,
// the team, the ticket, and the drafting that made it, by which a lost answer is found again. The same choices make the
// same draft; whether they changed since is told by comparing them.

import type { Json } from '@countersign/shared/canonical'
import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'

/** Kinds of execution that nobody is asked about. */
export const DRAFT_KIND = 'invoice.draft'
export const DISCARD_KIND = 'invoice.discard'

/** Names of Stripe's metadata beside those of the request. */
const QUOTE_KEYS = { quote: 'countersign_quote', invoice: 'countersign_manual_invoice' } as const

export const quoteMark = ({
  quoteReference,
  manualInvoiceId,
}: {
  readonly quoteReference: string
  readonly manualInvoiceId: string
}): Record<string, string> => ({
  [QUOTE_KEYS.quote]: quoteReference,
  [QUOTE_KEYS.invoice]: manualInvoiceId,
})

/** The customer's own order number, where the quote has one; Stripe shows it in the head of the invoice. */
export const customFieldsOf = ({ purchaseOrder }: { readonly purchaseOrder: string | null }) =>
  purchaseOrder === null ? [] : [{ name: 'PO number', value: purchaseOrder }]

/** What of the choices a draft is made of: accepting a difference doesn't outdate it. */
export const draftedPart = ({ accepted: _accepted, customer, ...rest }: InvoiceChoices): Json => ({
  ...rest,
  customer: customer?.kind === 'existing' ? customer.customerStripeId : null,
})
