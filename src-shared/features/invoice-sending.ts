import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { deliverOnSchema, deliveryKindSchema, manualInvoiceIdSchema } from './invoice-work.ts'
import { acceptedDifferenceSchema, lineComparisonSchema, termComparisonSchema } from './invoices.ts'

/** Asks to send an invoice as it stands at Stripe. */
export const sendPayloadSchema = z.strictObject({
  manualInvoiceId: manualInvoiceIdSchema,
  invoiceStripeId: z.string().regex(/^in_[A-Za-z0-9_]{1,250}$/),
})
export type SendPayload = z.infer<typeof sendPayloadSchema>

const factLineSchema = z.strictObject({ words: z.string(), amount: moneySchema })

/** What the word rests on, live at Stripe, and the quote as it was accepted. */
export const sendFactsSchema = z.strictObject({
  quote: z.strictObject({
    id: z.string(),
    reference: z.string(),
    acceptedBy: z.string(),
    acceptedOn: z.string(),
    terms: z.string(),
    total: moneySchema,
    hash: z.string(),
  }),
  customer: z.strictObject({
    stripeId: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    teamIds: z.array(z.string()),
    /** Negative = credit, which Stripe takes off when the invoice is finalised. */
    balance: moneySchema.nullable(),
  }),
  status: z.enum(['draft', 'open']),
  number: z.string().nullable(),
  lines: z.array(factLineSchema),
  subtotal: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  amountDue: moneySchema,
  methods: z.array(z.string()),
  memo: z.string(),
  customFields: z.array(z.string()),
  daysUntilDue: z.number().int(),
  comparison: z.array(lineComparisonSchema),
  /** Requests that were asked before it was compared have none. */
  terms: z.array(termComparisonSchema).default([]),
  accepted: z.array(acceptedDifferenceSchema),
  repeatReason: z.string().nullable(),
  /** Why nothing says that the customer is the quote's team; an approver is asked then. null: it carries its id. */
  unproven: z.string().nullable().default(null),
  /** Lines that cost less than the catalogue says, and what a discount takes off, in words. */
  belowCatalogue: z.array(z.string()),
  deliveries: z.array(
    z.strictObject({
      productStripeId: z.string(),
      kind: deliveryKindSchema,
      deliverOn: deliverOnSchema,
      what: z.string(),
    }),
  ),
})
export type SendFacts = z.infer<typeof sendFactsSchema>
