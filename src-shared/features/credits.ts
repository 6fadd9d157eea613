import { z } from 'zod'
import { currencyStep, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema, requestLineSchema } from './approvals.ts'
import { subjectFactsSchema } from './cases.ts'
import { nextInvoiceSchema } from './subscriptions.ts'
import { ticketSchema } from './teams.ts'

const positiveMoney = moneySchema.refine(({ amount }) => amount > 0, 'more than nothing')

/** What a balance can be changed by: Stripe takes some currencies only in steps. */
const entryMoney = positiveMoney.refine(
  ({ amount, currency }) => amount % currencyStep(currency) === 0,
  'no step that Stripe takes',
)

const customerSchema = z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/)

/** Whole days, both included. */
export const periodSchema = z
  .strictObject({ from: z.iso.date(), to: z.iso.date() })
  .refine(({ from, to }) => from <= to, 'from the first day to the last')
export type Period = z.infer<typeof periodSchema>

/** A credit to be issued: how much, and for which of the policy's reasons. */
export const creditPayloadSchema = z.strictObject({
  amount: entryMoney,
  reasonId: z.string().max(40),
  /** In the words of whoever asks, where the policy's reason says too little. */
  reasonWords: z.string().trim().min(3).max(60).nullable().default(null),
  /** The days that it makes good; null when its reason has none. */
  period: periodSchema.nullable().default(null),
  /** What the customer reads; null: the reason, the period and the ticket. */
  customerText: z.string().trim().min(3).max(300).nullable().default(null),
  /** "Both are meant": what makes the same days good already, by id, and why this comes on top. */
  accepted: z
    .strictObject({
      overlaps: z.array(z.string().max(300)).min(1).max(200),
      because: z.string().trim().min(3).max(500),
    })
    .nullable()
    .default(null),
})
export type CreditPayload = z.infer<typeof creditPayloadSchema>

export const creditHistoryEntrySchema = z.object({
  stripeId: z.string(),
  kind: z.enum(['credit', 'coupon', 'refund', 'credit-note']),
  amount: moneySchema.nullable(),
  text: z.string(),
  at: isoTimeSchema,
})
export type CreditHistoryEntry = z.infer<typeof creditHistoryEntrySchema>

/** Something that the team was given, or that was taken back of it. */
export const giftSchema = z.strictObject({
  /** Of the object at Stripe; a coupon of ours that hangs nowhere has its request's. */
  id: z.string(),
  kind: z.enum(['credit', 'reversal', 'coupon', 'refund', 'credit-note']),
  amount: moneySchema.nullable(),
  text: z.string(),
  at: isoTimeSchema,
  period: periodSchema.nullable(),
  /** Where it was ours. */
  by: z
    .strictObject({
      requestId: z.string(),
      ticket: z.string().nullable(),
      askedBy: z.string(),
      approvedBy: z.array(z.string()),
    })
    .nullable(),
  /** How it stands, in words; null: nothing more is known than that it was given. */
  now: z.string().nullable(),
})
export type Gift = z.infer<typeof giftSchema>

export const overlapSchema = z.strictObject({
  code: z.enum(['pending-proration', 'live-coupon', 'earlier-credit']),
  subjectId: z.string(),
  words: z.string(),
})
export type Overlap = z.infer<typeof overlapSchema>

export const creditFactsSchema = z.strictObject({
  subject: subjectFactsSchema,
  reasonLabel: z.string(),
  needsWords: z.boolean(),
  /** What the customer reads. */
  text: z.string(),
  /** Credits, coupons and refunds of the last 12 months, newest first. */
  history: z.array(giftSchema),
  /** What may make good the same days already. */
  overlaps: z.array(overlapSchema),
  /** How much was compared with the period, overlapping or not. */
  compared: z.number().int(),
  /** In the order in which they come. */
  nextInvoices: z.array(nextInvoiceSchema),
})
export type CreditFacts = z.infer<typeof creditFactsSchema>

const provenSchema = z.object({ customerStripeId: customerSchema, ticket: ticketSchema })

export const creditInputSchema = provenSchema.extend({ payload: creditPayloadSchema })
export const askCreditInputSchema = creditInputSchema.extend({ ask: askSchema })

/** A credit to be taken back, whole or in part. */
export const reversalPayloadSchema = z.strictObject({
  /** The credit's own entry on the balance. */
  creditStripeId: z.string().regex(/^cbtxn_[A-Za-z0-9_]{1,250}$/),
  amount: entryMoney,
})
export type ReversalPayload = z.infer<typeof reversalPayloadSchema>

export const reversalFactsSchema = z.strictObject({
  subject: subjectFactsSchema,
  credit: z.strictObject({ given: moneySchema, text: z.string(), at: isoTimeSchema }),
  /** Of it, taken back already. */
  reversed: moneySchema,
  /** Of it, asked to be taken back by other requests. */
  pending: moneySchema,
  balanceAfter: moneySchema,
})
export type ReversalFacts = z.infer<typeof reversalFactsSchema>

export const reversalInputSchema = provenSchema.extend({ payload: reversalPayloadSchema })
export const askReversalInputSchema = reversalInputSchema.extend({ ask: askSchema })

/** A credit on the balance of one customer, and what became of it. */
export const creditLineSchema = z.object({
  stripeId: z.string(),
  /** Above zero. */
  given: moneySchema,
  reversed: moneySchema,
  pending: moneySchema,
  /** The most that can be asked back now: of the credit, and of what is on the balance. */
  reversible: moneySchema,
  /** Why nothing can be; null when something can. */
  notBecause: z.string().nullable(),
  text: z.string(),
  at: isoTimeSchema,
  period: periodSchema.nullable(),
  by: giftSchema.shape.by,
})
export type CreditLine = z.infer<typeof creditLineSchema>

export const creditListSchema = z.object({
  credits: z.array(creditLineSchema),
  /** Credits and reversals that somebody or the engine still has to do something about. */
  open: z.array(
    requestLineSchema.pick({ id: true, kind: true, title: true, state: true, requesterName: true, createdAt: true }),
  ),
})
export type CreditList = z.infer<typeof creditListSchema>

export const creditListInputSchema = z.object({ customerStripeId: customerSchema })
