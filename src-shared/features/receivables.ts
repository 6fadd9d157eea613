import { z } from 'zod'
import { currencySchema, currencyStep, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'
import { INVOICE_STATUSES } from './subscriptions.ts'

/** How late an open invoice is, in whole days of UTC. */
export const AGE_BANDS = ['not-due', 'late-30', 'late-60', 'late-over'] as const
export const ageBandSchema = z.enum(AGE_BANDS)
export type AgeBand = z.infer<typeof ageBandSchema>

/** First, second and third letter. */
export const LETTERS = [1, 2, 3] as const
export const letterSchema = z.literal(LETTERS)
export type Letter = z.infer<typeof letterSchema>

const invoiceIdSchema = z.string().regex(/^in_[A-Za-z0-9_]{1,250}$/, 'an invoice’s id at Stripe')
const customerIdSchema = z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/, 'a customer’s id at Stripe')

export const reminderSchema = z.object({
  id: z.string(),
  letter: letterSchema,
  byName: z.string(),
  at: isoTimeSchema,
  /** `forgotten`: so old that the outbox doesn't hold its mail any more. */
  mail: z.enum(['waiting', 'sending', 'sent', 'failed', 'forgotten']),
})
export type Reminder = z.infer<typeof reminderSchema>

export const invoiceNoteSchema = z.object({
  id: z.string(),
  text: z.string(),
  /** The day for which payment was promised; null for a plain note. */
  promisedOn: z.iso.date().nullable(),
  byName: z.string(),
  at: isoTimeSchema,
})
export type InvoiceNote = z.infer<typeof invoiceNoteSchema>

export const receivableSchema = z.object({
  stripeId: z.string(),
  customerStripeId: z.string(),
  customerName: z.string().nullable(),
  teamId: z.string().nullable(),
  number: z.string().nullable(),
  total: moneySchema,
  /** What is still to be paid of it. */
  remaining: moneySchema,
  /** The day from which it is counted: when it is due; without such a day, when it was finalised. */
  dueOn: z.iso.date(),
  hasDueDay: z.boolean(),
  /** Below zero: so many days are left. */
  daysLate: z.number().int(),
  band: ageBandSchema,
  finalizedAt: isoTimeSchema.nullable(),
  collectionMethod: z.enum(['charge_automatically', 'send_invoice']),
  hostedUrl: z.string().nullable(),
  /** When Stripe said so. */
  asOf: isoTimeSchema,
  lastReminder: z.object({ letter: letterSchema, at: isoTimeSchema }).nullable(),
  lastNote: z.object({ text: z.string(), promisedOn: z.iso.date().nullable() }).nullable(),
  /** What was asked for it and isn't over: the request's kind. */
  openRequest: z.object({ id: z.string(), kind: z.string() }).nullable(),
  /** The customer's last verdict was a conflict: nobody writes to them from here. */
  isReadOnly: z.boolean(),
  isCustomerDeleted: z.boolean(),
})
export type Receivable = z.infer<typeof receivableSchema>

/** One currency; currencies are never added up. */
export const ageingSchema = z.object({
  currency: currencySchema,
  open: moneySchema,
  bands: z.record(ageBandSchema, moneySchema),
  invoices: z.number().int(),
  late: z.number().int(),
})
export type Ageing = z.infer<typeof ageingSchema>

export const refreshSchema = z.object({
  state: z.enum(['never', 'waiting', 'running', 'cancelled', 'failed', 'done']),
  /** Invoices read so far in this round. */
  read: z.number().int(),
  startedAt: isoTimeSchema.nullable(),
  failure: z.string().nullable(),
})
export type Refresh = z.infer<typeof refreshSchema>

export const receivablesSchema = z.object({
  rows: z.array(receivableSchema),
  ageing: z.array(ageingSchema),
  /** Every open invoice was read at this moment or later; null before the first whole round. */
  asOf: isoTimeSchema.nullable(),
  /** The day by which lateness is counted. */
  today: z.iso.date(),
  refresh: refreshSchema,
  /** Whether a mail leaves at all: without a mail server it stays in the outbox. */
  sendsMail: z.boolean(),
})
export type Receivables = z.infer<typeof receivablesSchema>

export const MOST_REMINDED = 100
export const remindInputSchema = z.strictObject({
  invoiceStripeIds: z.array(invoiceIdSchema).min(1).max(MOST_REMINDED),
  /** `next`: whichever follows the last one. */
  letter: z.union([letterSchema, z.literal('next')]),
})
export type RemindInput = z.infer<typeof remindInputSchema>

export const REMINDER_REFUSALS = [
  'not-known',
  'not-open',
  'not-late',
  'no-address',
  'customer-deleted',
  'read-only',
  'already-today',
  'earlier-unsent',
  'stripe-silent',
] as const
export const remindedSchema = z.object({
  invoiceStripeId: z.string(),
  result: z.discriminatedUnion('is', [
    z.object({ is: z.literal('queued'), letter: letterSchema }),
    z.object({ is: z.literal('refused'), why: z.enum(REMINDER_REFUSALS) }),
  ]),
})
export type Reminded = z.infer<typeof remindedSchema>

export const noteInputSchema = z.strictObject({
  invoiceStripeIds: z.array(invoiceIdSchema).min(1).max(MOST_REMINDED),
  text: z.string().trim().min(1).max(500),
  promisedOn: z.iso.date().nullable(),
})
export type NoteInput = z.infer<typeof noteInputSchema>

const aboutInvoiceSchema = z.strictObject({ invoiceStripeId: invoiceIdSchema })
export const invoiceIdInputSchema = aboutInvoiceSchema

export const voidPayloadSchema = aboutInvoiceSchema
export type VoidPayload = z.infer<typeof voidPayloadSchema>

export const writeOffPayloadSchema = aboutInvoiceSchema
export type WriteOffPayload = z.infer<typeof writeOffPayloadSchema>

export const paidElsewherePayloadSchema = aboutInvoiceSchema.extend({
  /** Of the transfer, cheque or whatever it was, as the bank's statement has it. */
  reference: z.string().trim().min(3).max(200),
  paidOn: z.iso.date(),
})
export type PaidElsewherePayload = z.infer<typeof paidElsewherePayloadSchema>

export const CREDIT_NOTE_REASONS = ['order_change', 'product_unsatisfactory', 'duplicate', 'fraudulent'] as const
export const PAID_PARTS = ['none', 'balance', 'out-of-band'] as const

export const creditNotePayloadSchema = aboutInvoiceSchema.extend({
  amount: moneySchema
    .refine(({ amount }) => amount > 0, 'more than nothing')
    .refine(({ amount, currency }) => amount % currencyStep(currency) === 0, 'no step that Stripe takes'),
  reason: z.enum(CREDIT_NOTE_REASONS),
  memo: z.string().trim().min(3).max(500),
  paidPart: z.enum(PAID_PARTS),
})
export type CreditNotePayload = z.infer<typeof creditNotePayloadSchema>

/** Everything that can be asked for with one invoice. */
export const invoiceWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('invoice.void'), payload: voidPayloadSchema }),
  z.strictObject({ kind: z.literal('invoice.uncollectible'), payload: writeOffPayloadSchema }),
  z.strictObject({ kind: z.literal('invoice.paid-out-of-band'), payload: paidElsewherePayloadSchema }),
  z.strictObject({ kind: z.literal('invoice.credit-note'), payload: creditNotePayloadSchema }),
])
export type InvoiceWish = z.infer<typeof invoiceWishSchema>
export const askInvoiceInputSchema = z.strictObject({ wish: invoiceWishSchema, ask: askSchema })

/** The invoice as the word on it rests on: live from Stripe. */
export const invoiceFactsSchema = z.strictObject({
  customerStripeId: z.string(),
  customerName: z.string().nullable(),
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  memo: z.string().nullable(),
  total: moneySchema,
  amountPaid: moneySchema,
  remaining: moneySchema,
  /** What earlier credit notes took off it. */
  creditNoted: moneySchema,
  dueAt: isoTimeSchema.nullable(),
})
export type InvoiceFacts = z.infer<typeof invoiceFactsSchema>

export const invoiceHistorySchema = z.object({
  reminders: z.array(reminderSchema),
  notes: z.array(invoiceNoteSchema),
  requests: z.array(
    z.object({
      id: z.string(),
      kind: z.string(),
      title: z.string(),
      state: z.string(),
      requesterName: z.string(),
      at: isoTimeSchema,
    }),
  ),
})
export type InvoiceHistory = z.infer<typeof invoiceHistorySchema>

export const statementInputSchema = z
  .strictObject({ customerStripeId: customerIdSchema, from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, { path: ['to'], message: 'comes before from' })
export type StatementInput = z.infer<typeof statementInputSchema>

export const STATEMENT_KINDS = [
  'invoice',
  'credit-used',
  'payment',
  'paid-elsewhere',
  'part-payment',
  'credit-note',
  'credit-returned',
  'void',
] as const
export const statementEntrySchema = z.object({
  on: z.iso.date(),
  kind: z.enum(STATEMENT_KINDS),
  /** The invoice's or the credit note's number, as the customer knows it. */
  reference: z.string(),
  /** Above zero: the customer owes more. */
  amount: moneySchema,
  /** After this entry, in its currency. */
  balance: moneySchema,
})
export type StatementEntry = z.infer<typeof statementEntrySchema>

export const statementSchema = z.object({
  customerStripeId: z.string(),
  customerName: z.string().nullable(),
  customerEmail: z.string().nullable(),
  from: z.iso.date(),
  to: z.iso.date(),
  readAt: isoTimeSchema,
  currencies: z.array(
    z.object({
      currency: currencySchema,
      opening: moneySchema,
      entries: z.array(statementEntrySchema),
      closing: moneySchema,
      /** Of what was invoiced, written off by us: the customer still owes it. */
      writtenOff: moneySchema,
    }),
  ),
})
export type Statement = z.infer<typeof statementSchema>

/** What somebody took out of the desk, told before it is made. */
export const takenInputSchema = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('list'), as: z.enum(['csv', 'print']), rows: z.number().int().min(0) }),
  z.strictObject({
    what: z.literal('statement'),
    as: z.enum(['csv', 'print']),
    customerStripeId: customerIdSchema,
    from: z.iso.date(),
    to: z.iso.date(),
  }),
])
export type TakenInput = z.infer<typeof takenInputSchema>
