// Rule: a draft at Stripe is made of what finance chose and of the accepted quote, and says so in its metadata: the quote,
// the team, the ticket, and the drafting that made it, by which a lost answer is found again. The same choices make the
// same draft; whether they changed since is told by comparing them.

import type { Json } from '@countersign/shared/canonical'
import { invoiceMethodSchema } from '@countersign/shared/features/invoices'
import {
  customerChoiceSchema,
  type InvoiceChoices,
  manualInvoiceIdSchema,
} from '@countersign/shared/features/invoice-work'
import { currencySchema } from '@countersign/shared/money'
import { z } from 'zod'

/** What the steps of a drafting work with; nothing in it changes once it was begun. */
export const draftInputSchema = z.strictObject({
  manualInvoiceId: manualInvoiceIdSchema,
  /** Made by an earlier drafting, and to be replaced. */
  previousStripeId: z.string().nullable(),
  customer: customerChoiceSchema,
  /** Goes into the metadata, of a new customer by its configured key; null: nobody knows one. */
  team: z.strictObject({ key: z.string(), id: z.string().nullable() }),
  quoteReference: z.string(),
  ticket: z.string().nullable(),
  currency: currencySchema,
  daysUntilDue: z.number().int(),
  methods: z.array(invoiceMethodSchema),
  memo: z.string(),
  customFields: z.array(z.strictObject({ name: z.string(), value: z.string() })),
  taxRateStripeIds: z.array(z.string()),
  lines: z.array(
    z.strictObject({
      number: z.number().int(),
      description: z.string(),
      quantity: z.number().int(),
      unitAmount: z.number().int(),
      productStripeId: z.string().nullable(),
    }),
  ),
  /** The first look for what was made begins here. */
  begunAt: z.iso.datetime(),
})
export type DraftInput = z.infer<typeof draftInputSchema>

/** Names of Stripe's metadata beside those of the request. */
export const QUOTE_KEYS = { quote: 'countersign_quote', invoice: 'countersign_manual_invoice' } as const

export const quoteMark = ({ quoteReference, manualInvoiceId }: DraftInput): Record<string, string> => ({
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
