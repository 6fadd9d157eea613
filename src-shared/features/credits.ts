import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'
import { subjectFactsSchema } from './cases.ts'
import { nextInvoiceSchema } from './subscriptions.ts'
import { ticketSchema } from './teams.ts'

const positiveMoney = moneySchema.refine(({ amount }) => amount > 0, 'more than nothing')

/** A credit to be issued: how much, and for which of the policy's reasons. */
export const creditPayloadSchema = z.strictObject({
  amount: positiveMoney,
  reasonId: z.string().max(40),
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

export const creditFactsSchema = z.strictObject({
  subject: subjectFactsSchema,
  reasonLabel: z.string(),
  /** Credits, coupons and refunds of the last 12 months, newest first. */
  history: z.array(creditHistoryEntrySchema),
  nextInvoices: z.array(nextInvoiceSchema),
})
export type CreditFacts = z.infer<typeof creditFactsSchema>

export const creditInputSchema = z.object({
  customerStripeId: z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/),
  ticket: ticketSchema,
  payload: creditPayloadSchema,
})
export const askCreditInputSchema = creditInputSchema.extend({ ask: askSchema })
