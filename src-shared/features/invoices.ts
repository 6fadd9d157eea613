import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { INVOICE_STATUSES } from './subscriptions.ts'

/** How an invoice may be paid, by Stripe's names. */
export const INVOICE_METHODS = [
  'card',
  'us_bank_account',
  'customer_balance',
  'sepa_debit',
  'bacs_debit',
  'acss_debit',
  'au_becs_debit',
  'konbini',
] as const
export const invoiceMethodSchema = z.enum(INVOICE_METHODS)
export type InvoiceMethod = z.infer<typeof invoiceMethodSchema>

/** One line as finance wants it on the invoice. Amounts are minor units in the invoice's currency. */
export const invoiceLineWishSchema = z.strictObject({
  /** Which line of the quote it stands for, from 0; null for a line that the quote doesn't have. */
  quoteLine: z.number().int().min(0).nullable(),
  description: z.string().trim().min(1).max(500),
  quantity: z.number().int().min(1).max(1_000_000),
  unitAmount: z.number().int().min(0).max(99_999_999_99),
  priceStripeId: z.string().max(300).nullable(),
})
export type InvoiceLineWish = z.infer<typeof invoiceLineWishSchema>

/** One line of the quote beside one of the invoice, and what is otherwise. */
export const lineComparisonSchema = z.object({
  /** Stable while neither side changes: what is accepted names it. */
  key: z.string(),
  quoted: z
    .object({ description: z.string(), quantity: z.number(), unitAmount: moneySchema, amount: moneySchema })
    .nullable(),
  invoiced: z
    .object({ description: z.string(), quantity: z.number(), unitAmount: moneySchema, amount: moneySchema })
    .nullable(),
  differs: z.array(z.enum(['description', 'quantity', 'price', 'missing', 'added'])),
  difference: moneySchema,
})
export type LineComparison = z.infer<typeof lineComparisonSchema>

/** What the invoice says otherwise than the quote beside its lines; both sides in words. */
export const termComparisonSchema = z.object({
  /** As a line's: both sides as they read. */
  key: z.string(),
  what: z.enum(['discount', 'tax', 'due', 'email']),
  quoted: z.string(),
  invoiced: z.string(),
})
export type TermComparison = z.infer<typeof termComparisonSchema>

/** A difference that somebody accepted by name; it names the comparison as it read then. */
export const acceptedDifferenceSchema = z.strictObject({
  key: z.string(),
  words: z.string().trim().min(3).max(500),
})

export const INVOICE_STEPS = ['customer', 'lines', 'payment', 'review', 'approval', 'sent'] as const
export type InvoiceStep = (typeof INVOICE_STEPS)[number]

/** The links of the chain from quote to active, in order. */
export const CHAIN_LINKS = ['quote', 'invoice', 'approval', 'sent', 'paid', 'fulfilment'] as const
export const chainLinkSchema = z.object({
  link: z.enum(CHAIN_LINKS),
  state: z.enum(['done', 'open', 'waiting', 'stuck', 'not-needed', 'failed']),
  text: z.string(),
  at: isoTimeSchema.nullable(),
  /** Who holds it, where somebody does. */
  holder: z.string().nullable(),
})
export type ChainLink = z.infer<typeof chainLinkSchema>

export const manualInvoiceLineSchema = z.object({
  id: z.string(),
  quoteId: z.string(),
  quoteReference: z.string(),
  customerName: z.string(),
  customerStripeId: z.string().nullable(),
  teamId: z.string().nullable(),
  ticket: z.string().nullable(),
  total: moneySchema,
  stripeId: z.string().nullable(),
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES).nullable(),
  chain: z.array(chainLinkSchema),
  isStuck: z.boolean(),
  changedAt: isoTimeSchema,
})
export type ManualInvoiceLine = z.infer<typeof manualInvoiceLineSchema>
