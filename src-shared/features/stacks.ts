import { z } from 'zod'
import { currencySchema, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { discountSchema } from './subscriptions.ts'

const minorUnits = z.number().int().safe()

/** A discount that may act on a subscription, with what is needed to tell what it still gives. */
export const liveDiscountSchema = discountSchema.extend({
  /** The subscription item that it hangs on; null unless `on` is `item`. */
  itemStripeId: z.string().nullable(),
  /** The invoice, drafts too, that has used a `once` discount up. */
  usedByInvoiceStripeId: z.string().nullable(),
})
export type LiveDiscount = z.infer<typeof liveDiscountSchema>

/** A coming invoice as Stripe previews it, before any discount, tax and balance. */
export const comingInvoiceSchema = z.object({
  at: isoTimeSchema,
  lines: z.array(
    z.object({
      itemStripeId: z.string().nullable(),
      amount: minorUnits,
      /** No discount takes from prorations and from what was added with that said. */
      isDiscountable: z.boolean(),
    }),
  ),
})
export type ComingInvoice = z.infer<typeof comingInvoiceSchema>

/** What is known of the invoices to come of one subscription. */
export const calendarSchema = z.object({
  /** From when a new coupon would count. */
  now: isoTimeSchema,
  currency: currencySchema,
  /** Earliest first, at least as far as the last live discount reaches. */
  coming: z.array(comingInvoiceSchema).max(120),
  /** No invoice follows the last one of `coming`. */
  endsThere: z.boolean(),
})
export type Calendar = z.infer<typeof calendarSchema>

export const stackQuestionSchema = calendarSchema.extend({
  /** The new amount that is to be given on top. */
  add: moneySchema,
  live: z.array(liveDiscountSchema),
  /** The customer has another running subscription, which inherits the customer's discount too. */
  hasOtherSubscriptions: z.boolean(),
  /** A percentage may be turned into its worth on the next invoice. */
  acceptsConversion: z.boolean(),
})
export type StackQuestion = z.infer<typeof stackQuestionSchema>

export const LEFT_STATES = [
  'unused',
  'running',
  'percent',
  'used-up',
  'waiting',
  'endless',
  'unknown-terms',
  'other-currency',
] as const
export type LeftState = (typeof LEFT_STATES)[number]

/** What one live discount still gives. */
export const leftValueSchema = z.object({
  discountStripeId: z.string(),
  couponName: z.string().nullable(),
  on: discountSchema.shape.on,
  itemStripeId: z.string().nullable(),
  state: z.enum(LEFT_STATES),
  /** null where it can't be told in the subscription's currency. Of a percentage: its worth on the next invoice. */
  value: moneySchema.nullable(),
  /** It is taken off, because the stack holds its value. */
  isFolded: z.boolean(),
  words: z.string(),
})
export type LeftValue = z.infer<typeof leftValueSchema>

/** How long a coupon has to run. `months` for `repeating` only. */
export const durationSchema = z.object({
  invoices: z.number().int().positive(),
  duration: z.enum(['once', 'repeating']),
  months: z.number().int().positive().nullable(),
})
export type CouponDuration = z.infer<typeof durationSchema>

/** A coming bill before tax and balance: as the live discounts leave it, and as the stack would. */
export const billSchema = z.object({
  at: isoTimeSchema,
  list: minorUnits,
  before: minorUnits,
  after: minorUnits,
})
export type Bill = z.infer<typeof billSchema>

export const ACCEPTANCES = ['percent-converted', 'live-would-lose', 'bill-higher'] as const
export const acceptanceSchema = z.object({ code: z.enum(ACCEPTANCES), words: z.string() })
export type Acceptance = z.infer<typeof acceptanceSchema>

export const stackPlanSchema = durationSchema.extend({
  /** What the one coupon takes off each of its invoices. */
  amount: moneySchema,
  /** What can't be divided or doesn't fit: a credit on the balance inside the same approval. */
  rest: moneySchema,
  /** amount × invoices + rest; always what there was before. */
  valueAfter: moneySchema,
  bills: z.array(billSchema),
  /** What has to be accepted by name. */
  toAccept: z.array(acceptanceSchema),
  /** `80.00 EUR × 2 + 0.01 EUR = 160.01 EUR` */
  arithmetic: z.string(),
})
export type StackPlan = z.infer<typeof stackPlanSchema>

export const STACK_REFUSALS = [
  'nothing-to-add',
  'other-currency',
  'percent-not-accepted',
  'endless',
  'unknown-terms',
  'inherited-by-others',
  'previews-too-short',
  'no-coming-invoice',
  'no-room',
  'not-running',
  'schedule',
  'collection-paused',
  'limited-to-products',
  'other-time',
  'no-list-price',
  'not-in-tens',
] as const
export const stackRefusalSchema = z.object({
  code: z.enum(STACK_REFUSALS),
  discountStripeId: z.string().nullable(),
  words: z.string(),
})
export type StackRefusal = z.infer<typeof stackRefusalSchema>

/** The other way: the live discounts stay as they are and the new amount becomes a credit on the balance. */
const balanceInsteadSchema = z.object({ credit: moneySchema, words: z.string() })

export const stackAnswerSchema = z.discriminatedUnion('verdict', [
  z.object({
    verdict: z.literal('planned'),
    left: z.array(leftValueSchema),
    remaining: moneySchema,
    added: moneySchema,
    /** remaining + added. */
    total: moneySchema,
    plan: stackPlanSchema,
    /** The same value over more invoices. */
    longer: z.array(stackPlanSchema),
    balanceInstead: balanceInsteadSchema,
  }),
  z.object({
    verdict: z.literal('refused'),
    left: z.array(leftValueSchema),
    refusals: z.array(stackRefusalSchema).min(1),
    balanceInstead: balanceInsteadSchema.nullable(),
  }),
])
export type StackAnswer = z.infer<typeof stackAnswerSchema>
