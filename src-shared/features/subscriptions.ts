import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { verificationLineSchema } from './teams.ts'

const metadataSchema = z.record(z.string(), z.string())

export const discountSchema = z.object({
  stripeId: z.string(),
  couponStripeId: z.string(),
  couponName: z.string().nullable(),
  /** Where it hangs. */
  on: z.enum(['customer', 'subscription', 'item', 'invoice']),
  percentOff: z.number().nullable(),
  amountOff: moneySchema.nullable(),
  /** `unknown`: the coupon was deleted; what it gave goes on, but its terms can't be read. */
  duration: z.enum(['once', 'repeating', 'forever', 'unknown']),
  startedAt: isoTimeSchema.nullable(),
  endsAt: isoTimeSchema.nullable(),
})
export type Discount = z.infer<typeof discountSchema>

export const subscriptionItemSchema = z.object({
  stripeId: z.string(),
  productName: z.string(),
  priceStripeId: z.string(),
  /** null for tiered and metered prices: they have no single amount. */
  unitAmount: moneySchema.nullable(),
  billingScheme: z.enum(['per_unit', 'tiered']),
  usage: z.enum(['licensed', 'metered']),
  quantity: z.number().int().nullable(),
  /** unit × quantity per interval, before discounts; null where it can't be known. */
  amount: moneySchema.nullable(),
  interval: z.enum(['day', 'week', 'month', 'year']),
  intervalCount: z.number().int(),
  periodStartsAt: isoTimeSchema,
  periodEndsAt: isoTimeSchema,
  metadata: metadataSchema,
  /** `support-priority` of the price or product, when the plan states one. */
  supportPriority: z.string().nullable(),
})
export type SubscriptionItem = z.infer<typeof subscriptionItemSchema>

export const SUBSCRIPTION_STATUSES = [
  'active',
  'trialing',
  'past_due',
  'unpaid',
  'paused',
  'canceled',
  'incomplete',
  'incomplete_expired',
] as const

/** It has ended, or never started: nothing of it is billed any more. */
export const isEnded = ({ status }: { readonly status: string }): boolean =>
  status === 'canceled' || status === 'incomplete_expired'

export const subscriptionSchema = z.object({
  stripeId: z.string(),
  customerStripeId: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES),
  /** The status, and what will happen next, in a sentence. */
  explanation: z.string(),
  items: z.array(subscriptionItemSchema),
  discounts: z.array(discountSchema),
  currency: z.string(),
  createdAt: isoTimeSchema,
  startedAt: isoTimeSchema,
  billingMode: z.enum(['classic', 'flexible']),
  collectionMethod: z.enum(['charge_automatically', 'send_invoice']),
  daysUntilDue: z.number().int().nullable(),
  trialEndsAt: isoTimeSchema.nullable(),
  cancelAt: isoTimeSchema.nullable(),
  canceledAt: isoTimeSchema.nullable(),
  endedAt: isoTimeSchema.nullable(),
  pause: z.object({ behavior: z.string(), resumesAt: isoTimeSchema.nullable() }).nullable(),
  schedule: z.object({ stripeId: z.string(), changesAt: isoTimeSchema.nullable(), summary: z.string() }).nullable(),
  paymentMethod: z.string().nullable(),
  latestInvoiceStripeId: z.string().nullable(),
  metadata: metadataSchema,
  /** The platform's own subscription carries the team's id; another one was made by hand. */
  madeByHand: z.boolean(),
})
export type Subscription = z.infer<typeof subscriptionSchema>

export const invoiceLineSchema = z.object({
  description: z.string(),
  amount: moneySchema,
  quantity: z.number().nullable(),
})

export const nextInvoiceSchema = z.object({
  subscriptionStripeId: z.string().nullable(),
  at: isoTimeSchema.nullable(),
  lines: z.array(invoiceLineSchema),
  subtotal: moneySchema,
  discount: moneySchema,
  tax: moneySchema,
  total: moneySchema,
  balanceApplied: moneySchema,
  amountDue: moneySchema,
})
export type NextInvoice = z.infer<typeof nextInvoiceSchema>

export const INVOICE_STATUSES = ['draft', 'open', 'paid', 'uncollectible', 'void'] as const
export const invoiceSchema = z.object({
  stripeId: z.string(),
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  total: moneySchema,
  amountDue: moneySchema,
  amountPaid: moneySchema,
  amountRemaining: moneySchema,
  createdAt: isoTimeSchema,
  finalizedAt: isoTimeSchema.nullable(),
  dueAt: isoTimeSchema.nullable(),
  paidAt: isoTimeSchema.nullable(),
  memo: z.string().nullable(),
  pdfUrl: z.string().nullable(),
  hostedUrl: z.string().nullable(),
  subscriptionStripeId: z.string().nullable(),
  attempts: z.number().int(),
})
export type Invoice = z.infer<typeof invoiceSchema>

export const balanceEntrySchema = z.object({
  stripeId: z.string(),
  amount: moneySchema,
  endingBalance: moneySchema,
  kind: z.string(),
  description: z.string().nullable(),
  at: isoTimeSchema,
})
export type BalanceEntry = z.infer<typeof balanceEntrySchema>

export const customerSchema = z.object({
  stripeId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  /** Negative = the customer has credit. null: no currency yet, so no balance in any. */
  balance: moneySchema.nullable(),
  currency: z.string().nullable(),
  country: z.string().nullable(),
  taxStatus: z.string(),
  taxIds: z.array(z.object({ type: z.string(), value: z.string() })),
  isDelinquent: z.boolean(),
  createdAt: isoTimeSchema,
  metadata: metadataSchema,
  paymentMethods: z.array(
    z.object({ stripeId: z.string(), kind: z.string(), expires: z.string().nullable(), isDefault: z.boolean() }),
  ),
  discounts: z.array(discountSchema),
})
export type Customer = z.infer<typeof customerSchema>

export const timelineEntrySchema = z.object({
  id: z.string(),
  at: isoTimeSchema,
  /** Whose doing: Stripe's objects or the desk's own log. */
  lane: z.enum(['money', 'stripe', 'us']),
  title: z.string(),
  detail: z.string().nullable(),
  amount: moneySchema.nullable(),
  /** The Stripe object or verification that it is about. */
  subjectId: z.string().nullable(),
  state: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof timelineEntrySchema>

/** A part of the page that was read, or why it could not be. `asOf` is when Stripe was asked. */
const part = <T extends z.ZodType>(value: T) =>
  z.discriminatedUnion('state', [
    z.object({ state: z.literal('read'), asOf: isoTimeSchema, source: z.enum(['stripe', 'kept']), value }),
    z.object({ state: z.literal('failed'), code: z.string(), text: z.string() }),
  ])

/** Everything about one team that a ticket needs, each part with its own honesty. */
export const teamPageSchema = z.object({
  teamId: z.string(),
  customerStripeId: z.string(),
  proof: verificationLineSchema.nullable(),
  customer: part(customerSchema),
  subscriptions: part(z.array(subscriptionSchema)),
  nextInvoices: part(z.array(nextInvoiceSchema)),
  invoices: part(z.object({ invoices: z.array(invoiceSchema), hasMore: z.boolean() })),
  balance: part(z.object({ entries: z.array(balanceEntrySchema), hasMore: z.boolean() })),
  supportPriority: z.string().nullable(),
  /** Newest first, made of what the other parts hold and of the desk's own verifications. */
  timeline: z.array(timelineEntrySchema),
})
export type TeamPage = z.infer<typeof teamPageSchema>
