import { z } from 'zod'
import { currencySchema, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'

/** A day without a time: `2026-11-20`. */
export const daySchema = z.iso.date()

export const MOST_QUOTE_LINES = 200

/** Control characters other than tab and line ends, and halves of a character: no database of ours keeps them. */
const isKept = (value: string): boolean => !/[^\P{Cc}\t\n\r]/u.test(value) && value.isWellFormed()

const text = (most: number) =>
  z.string().trim().max(most).refine(isKept, 'holds a character that can’t be kept, such as NUL')
const words = (most: number) => text(most).min(1)

export const addressSchema = z.strictObject({
  line1: text(200).nullable(),
  line2: text(200).nullable(),
  postalCode: text(30).nullable(),
  city: text(100).nullable(),
  state: text(100).nullable(),
  /** Two letters, upper case. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, 'two upper-case letters')
    .nullable(),
})

/** Amounts are minor units in the quote's currency. */
export const quoteLineSchema = z.strictObject({
  description: words(500),
  quantity: z.number().int().min(1).max(1_000_000),
  unitAmount: z.number().int().min(0).max(99_999_999_99),
  /** The price of the catalogue that it was quoted from; null for free text. */
  priceStripeId: words(300).nullable(),
})
export type QuoteLine = z.infer<typeof quoteLineSchema>

/** What the customer accepted, as it is recorded or imported. */
export const quoteContentSchema = z.strictObject({
  /** The outside system's own: it is unique here. */
  reference: words(100),
  /** Which system it comes from, in a word; empty for paper. */
  source: text(60),
  customerName: words(300),
  billingEmail: z.email().max(320),
  address: addressSchema,
  teamId: words(200).nullable(),
  ticket: words(200).nullable(),
  acceptedBy: words(200),
  acceptedOn: daySchema,
  /** Which terms were accepted with it, e.g. `2026-03`. */
  terms: words(200),
  /** Net days. */
  daysUntilDue: z.number().int().min(0).max(365),
  currency: currencySchema,
  lines: z.array(quoteLineSchema).min(1).max(MOST_QUOTE_LINES),
  purchaseOrder: words(30).nullable(),
  taxNumbers: z.array(z.strictObject({ type: words(40), value: words(60) })).max(5),
  note: text(2000).nullable(),
})
export type QuoteContent = z.infer<typeof quoteContentSchema>

export const QUOTE_STATES = ['accepted', 'invoiced', 'withdrawn'] as const
export const quoteStateSchema = z.enum(QUOTE_STATES)
export type QuoteState = z.infer<typeof quoteStateSchema>

export const quoteSchema = quoteContentSchema.extend({
  id: z.string(),
  total: moneySchema,
  /** `invoiced`: an invoice was drafted from it at least once, and it can't be edited any more. */
  state: quoteStateSchema,
  attachments: z.array(
    z.object({ id: z.string(), name: z.string(), mediaType: z.string(), bytes: z.number().int(), sha256: z.string() }),
  ),
  recordedBy: z.string(),
  recordedAt: isoTimeSchema,
  changedAt: isoTimeSchema,
})
export type Quote = z.infer<typeof quoteSchema>

export const quoteFilterSchema = z.strictObject({
  /** Words of reference, customer, team, ticket or order number; all have to be there. */
  text: z.string().trim().max(200).optional(),
  state: quoteStateSchema.optional(),
  currency: currencySchema.optional(),
})
export type QuoteFilter = z.infer<typeof quoteFilterSchema>

export const quoteRowSchema = z.object({
  id: z.string(),
  reference: z.string(),
  source: z.string(),
  customerName: z.string(),
  teamId: z.string().nullable(),
  ticket: z.string().nullable(),
  acceptedBy: z.string(),
  acceptedOn: daySchema,
  total: moneySchema,
  state: quoteStateSchema,
  changedAt: isoTimeSchema,
})
export type QuoteRow = z.infer<typeof quoteRowSchema>

/** The quote that has a reference already. */
export const quoteTwinSchema = quoteRowSchema.extend({ isSameSource: z.boolean() })
export type QuoteTwin = z.infer<typeof quoteTwinSchema>

export const quotePageSchema = z.object({
  quotes: z.array(quoteRowSchema),
  nextCursor: z.string().nullable(),
  matches: z.number().int(),
  /** Of all that match, each currency for itself; withdrawn ones aren't in it. */
  totals: z.array(z.object({ total: moneySchema, quotes: z.number().int() })),
})
export type QuotePage = z.infer<typeof quotePageSchema>

/** A price that a line can be quoted from. */
export const quotablePriceSchema = z.object({
  stripeId: z.string(),
  name: z.string(),
  unitAmount: moneySchema,
  /** null = paid once. */
  every: z.object({ interval: z.enum(['day', 'week', 'month', 'year']), count: z.number().int() }).nullable(),
})
export type QuotablePrice = z.infer<typeof quotablePriceSchema>

const MIB = 1024 * 1024
export const MOST_ATTACHMENTS = 5
export const MOST_ATTACHMENT_BYTES = 10 * MIB
export const MOST_IMPORT_BYTES = 25 * MIB
export const MOST_IMPORT_ROWS = 50_000
/** A file goes to the companion in pieces: one message has room for about this much. */
export const UPLOAD_PART_BYTES = 512 * 1024
export const UPLOAD_PURPOSES = ['attachment', 'import'] as const
export type UploadPurpose = (typeof UPLOAD_PURPOSES)[number]

/** What is wrong with one row. The head of a CSV is row 1; in JSON the rows are the quotes, from 1. */
export const importProblemSchema = z.object({
  row: z.number().int(),
  column: z.string().nullable(),
  reference: z.string().nullable(),
  why: z.string(),
})
export type ImportProblem = z.infer<typeof importProblemSchema>

const importCountsSchema = z.object({
  /** Rows that were read. */
  rows: z.number().int(),
  /** Quotes that go in, or went in. */
  added: z.number().int(),
  /** Quotes that are here already, word for word. */
  known: z.number().int(),
  /** Quotes of which at least one row is broken: none of their rows goes in. */
  broken: z.number().int(),
  /** Broken rows; `problems` names the first thousand of them. */
  brokenRows: z.number().int(),
  problems: z.array(importProblemSchema),
})

export const importPreviewSchema = importCountsSchema.extend({
  totals: z.array(moneySchema),
  /** Columns of the file that say nothing to us. */
  unusedColumns: z.array(z.string()),
})
export type ImportPreview = z.infer<typeof importPreviewSchema>

export const importRunSchema = importCountsSchema.extend({
  id: z.string(),
  fileName: z.string(),
  state: z.enum(['running', 'done', 'cancelled', 'failed']),
  /** Quotes looked at so far, of how many. */
  at: z.number().int(),
  of: z.number().int(),
  startedBy: z.string(),
  startedAt: isoTimeSchema,
  endedAt: isoTimeSchema.nullable(),
  /** Why it failed, in words. */
  failure: z.string().nullable(),
})
export type ImportRun = z.infer<typeof importRunSchema>
