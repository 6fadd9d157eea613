import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema, cardSchema } from './approvals.ts'
import { subjectFactsSchema } from './cases.ts'
import { calendarSchema, leftValueSchema, stackAnswerSchema, stackPlanSchema } from './stacks.ts'
import { ticketSchema } from './teams.ts'

const countSchema = z.number().int().positive()

/** How much of a list price: whole months, or so many of so many equal parts of one period. */
const shareSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('months'), months: countSchema.max(120) }),
  z.strictObject({ kind: z.literal('fraction'), parts: countSchema, of: countSchema, unit: z.string().max(20) }),
])

/** What is given on top of the live discounts. */
export const newAmountSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('amount'),
    amount: moneySchema.refine(({ amount }) => amount >= 0, 'nothing below zero'),
  }),
  /** Worked out from the price of one of the subscription's items. */
  z.strictObject({
    kind: z.literal('list-price'),
    itemStripeId: z.string().max(300),
    quantity: countSchema,
    share: shareSchema,
  }),
])
export type NewAmount = z.infer<typeof newAmountSchema>

const questionShape = {
  subscriptionStripeId: z.string().regex(/^sub_[A-Za-z0-9_]{1,250}$/),
  newAmount: newAmountSchema,
  /** One of the policy's reasons. */
  reasonId: z.string().max(40),
  /** What the coupon's name begins with, in place of the reason; empty: the reason's own words. */
  purpose: z.string().trim().max(60),
  /** A percentage may be turned into its worth on the next invoice. */
  acceptsConversion: z.boolean(),
}

/** One coupon in place of what is live: what is added, over how many invoices, and what was accepted by name. */
export const stackPayloadSchema = z.strictObject({
  ...questionShape,
  invoices: countSchema,
  /** What had to be accepted, in the words in which it was shown. */
  accepted: z.array(z.string().max(400)).max(200),
})
export type StackPayload = z.infer<typeof stackPayloadSchema>

/** What a stack rests on, and everything that it will do. */
export const stackFactsSchema = z.strictObject({
  subject: subjectFactsSchema,
  reasonLabel: z.string(),
  couponName: z.string(),
  added: moneySchema,
  /** How the new amount came about; null where it was typed. */
  listPrice: z.string().nullable(),
  remaining: moneySchema,
  total: moneySchema,
  left: z.array(leftValueSchema),
  plan: stackPlanSchema,
  calendar: calendarSchema,
  /** Items with their prices and periods, and the discounts of every level, as they were read. */
  standing: z.record(z.string(), z.string()),
  /** Coupons whose value the stack holds. */
  foldedCoupons: z.array(z.string()),
  /** Codes of the old coupons that this customer could still redeem. */
  oldCodes: z.array(z.string()),
  /** Items that lose discounts, with those that they keep. */
  items: z.array(z.object({ itemStripeId: z.string(), kept: z.array(z.string()) })),
  /** The customer's own discount, when the stack holds its value. */
  customerDiscount: z.string().nullable(),
  history: cardSchema.shape.history,
})
export type StackFacts = z.infer<typeof stackFactsSchema>

const askedShape = {
  customerStripeId: z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/),
  ticket: ticketSchema,
}

/** What the steps leave: where the stack hangs and until when, and the balance that the rest made. */
export const stackReplacedSchema = z.object({
  discount: z.string().nullable(),
  endsAt: isoTimeSchema.nullable(),
  isHanging: z.boolean(),
})
export const stackRestSchema = z.object({ balanceTransaction: z.string(), endingBalance: moneySchema })

export const planStackInputSchema = z.object({ ...askedShape, ...questionShape })
export const stackInputSchema = z.object({ ...askedShape, payload: stackPayloadSchema })
export const askStackInputSchema = stackInputSchema.extend({ ask: askSchema })

/** The calculator's answer. */
export const stackViewSchema = z.object({
  answer: stackAnswerSchema,
  couponName: z.string(),
  listPrice: z.string().nullable(),
  /** What a single coupon for the next invoice alone would lose; null where nothing can be planned. */
  onceWouldLose: moneySchema.nullable(),
})
export type StackView = z.infer<typeof stackViewSchema>
