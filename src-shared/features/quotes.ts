import { z } from 'zod'
import { currencySchema, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'

/** A day without a time: `2026-11-20`. */
export const daySchema = z.iso.date()

export const MOST_QUOTE_LINES = 200

export const addressSchema = z.strictObject({
  line1: z.string().trim().max(200).nullable(),
  line2: z.string().trim().max(200).nullable(),
  postalCode: z.string().trim().max(30).nullable(),
  city: z.string().trim().max(100).nullable(),
  state: z.string().trim().max(100).nullable(),
  /** Two letters, upper case. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two upper-case letters')
    .nullable(),
})

/** Amounts are minor units in the quote's currency. */
export const quoteLineSchema = z.strictObject({
  description: z.string().trim().min(1).max(500),
  quantity: z.number().int().min(1).max(1_000_000),
  unitAmount: z.number().int().min(0).max(99_999_999_99),
  /** The price of the catalogue that it was quoted from; null for free text. */
  priceStripeId: z.string().max(300).nullable(),
})
export type QuoteLine = z.infer<typeof quoteLineSchema>

/** What the customer accepted, as it is recorded or imported. */
export const quoteContentSchema = z.strictObject({
  /** The outside system's own: it is unique here. */
  reference: z.string().trim().min(1).max(100),
  /** Which system it comes from, in a word; empty for paper. */
  source: z.string().trim().max(60),
  customerName: z.string().trim().min(1).max(300),
  billingEmail: z.email().max(320),
  address: addressSchema,
  teamId: z.string().trim().min(1).max(200).nullable(),
  ticket: z.string().trim().min(1).max(200).nullable(),
  acceptedBy: z.string().trim().min(1).max(200),
  acceptedOn: daySchema,
  /** Which terms were accepted with it, e.g. `2026-03`. */
  terms: z.string().trim().min(1).max(200),
  /** Net days. */
  daysUntilDue: z.number().int().min(0).max(365),
  currency: currencySchema,
  lines: z.array(quoteLineSchema).min(1).max(MOST_QUOTE_LINES),
  purchaseOrder: z.string().trim().min(1).max(30).nullable(),
  taxNumbers: z
    .array(z.strictObject({ type: z.string().trim().min(1).max(40), value: z.string().trim().min(1).max(60) }))
    .max(5),
  note: z.string().trim().max(2000).nullable(),
})
export type QuoteContent = z.infer<typeof quoteContentSchema>

export const quoteSchema = quoteContentSchema.extend({
  id: z.string(),
  total: moneySchema,
  /** `invoiced`: an invoice was drafted from it at least once, and it can't be edited any more. */
  state: z.enum(['accepted', 'invoiced', 'withdrawn']),
  attachments: z.array(
    z.object({ id: z.string(), name: z.string(), mediaType: z.string(), bytes: z.number().int(), sha256: z.string() }),
  ),
  recordedBy: z.string(),
  recordedAt: isoTimeSchema,
  changedAt: isoTimeSchema,
})
export type Quote = z.infer<typeof quoteSchema>
