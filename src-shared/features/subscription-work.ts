import { z } from 'zod'
import { stripeIdSchema } from '../ids.ts'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { subjectFactsSchema } from './cases.ts'
import { nextInvoiceSchema, SUBSCRIPTION_STATUSES } from './subscriptions.ts'

const subscriptionIdSchema = z.string().regex(/^sub_[A-Za-z0-9_]{1,250}$/, 'the id of a subscription (sub_…)')

/** Stripe counts in whole seconds: what was shown and what is sent have to be the same moment. */
const wholeSecondSchema = isoTimeSchema.refine((text) => Date.parse(text) % 1000 === 0, 'a whole second')

const quantitySchema = z.number().int().min(1).max(1_000_000)

/** null leaves a price or a quantity as it is. */
export const itemWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('update'),
    itemStripeId: stripeIdSchema,
    priceStripeId: stripeIdSchema.nullable(),
    quantity: quantitySchema.nullable(),
  }),
  z.strictObject({ kind: z.literal('add'), priceStripeId: stripeIdSchema, quantity: quantitySchema }),
  z.strictObject({ kind: z.literal('remove'), itemStripeId: stripeIdSchema }),
])
export type ItemWish = z.infer<typeof itemWishSchema>

export const PRORATIONS = ['create_prorations', 'always_invoice', 'none'] as const
export const prorationSchema = z.enum(PRORATIONS)
export type Proration = z.infer<typeof prorationSchema>

/** Another plan, interval or quantity. */
export const changePayloadSchema = z.strictObject({
  subscriptionStripeId: subscriptionIdSchema,
  items: z.array(itemWishSchema).min(1).max(20),
  proration: prorationSchema,
  /** From when prorations are counted: what was shown is what is billed, however long the approval takes. */
  prorationAt: wholeSecondSchema,
})
export type ChangePayload = z.infer<typeof changePayloadSchema>

export const PAUSE_BEHAVIORS = ['keep_as_draft', 'mark_uncollectible', 'void'] as const
/** Invoices go on and are not collected. */
export const pausePayloadSchema = z.strictObject({
  subscriptionStripeId: subscriptionIdSchema,
  behavior: z.enum(PAUSE_BEHAVIORS),
  resumesAt: wholeSecondSchema.nullable(),
})
export type PausePayload = z.infer<typeof pausePayloadSchema>

/** Takes back what stands in its way: the pause of its collection, or a cancellation that lies ahead. */
export const resumePayloadSchema = z.strictObject({
  subscriptionStripeId: subscriptionIdSchema,
  from: z.enum(['pause', 'cancellation']),
})
export type ResumePayload = z.infer<typeof resumePayloadSchema>

/** `now` may give back unused time that was paid; the others let it run to its day. */
export const cancelPayloadSchema = z.discriminatedUnion('when', [
  z.strictObject({ subscriptionStripeId: subscriptionIdSchema, when: z.literal('now'), isCredited: z.boolean() }),
  z.strictObject({ subscriptionStripeId: subscriptionIdSchema, when: z.literal('period-end') }),
  z.strictObject({ subscriptionStripeId: subscriptionIdSchema, when: z.literal('at'), at: wholeSecondSchema }),
])
export type CancelPayload = z.infer<typeof cancelPayloadSchema>

const standingItemSchema = z.strictObject({
  stripeId: z.string(),
  name: z.string(),
  priceStripeId: z.string(),
  unitAmount: moneySchema.nullable(),
  quantity: z.number().int().nullable(),
  interval: z.enum(['day', 'week', 'month', 'year']),
  intervalCount: z.number().int(),
  periodStartsAt: isoTimeSchema,
  periodEndsAt: isoTimeSchema,
  /** It has one amount per unit; what is tiered or counted by use has none. */
  isPlain: z.boolean(),
})
export type StandingItem = z.infer<typeof standingItemSchema>

/** A subscription as Stripe has it now, as far as a decision about it rests on that. */
export const standingSchema = z.strictObject({
  stripeId: z.string(),
  status: z.enum(SUBSCRIPTION_STATUSES),
  billingMode: z.enum(['classic', 'flexible']),
  collectionMethod: z.enum(['charge_automatically', 'send_invoice']),
  currency: z.string(),
  isMadeByHand: z.boolean(),
  items: z.array(standingItemSchema),
  discounts: z.array(z.strictObject({ stripeId: z.string(), name: z.string() })),
  pause: z.strictObject({ behavior: z.string(), resumesAt: isoTimeSchema.nullable() }).nullable(),
  cancelAt: isoTimeSchema.nullable(),
  isCancelAtPeriodEnd: z.boolean(),
  latestInvoiceStripeId: z.string().nullable(),
})
export type Standing = z.infer<typeof standingSchema>

export const standingFactsSchema = z.strictObject({ subject: subjectFactsSchema, standing: standingSchema })
export type StandingFacts = z.infer<typeof standingFactsSchema>

/** A price that can be chosen: one amount per unit, again and again. */
export const offerSchema = z.strictObject({
  priceStripeId: z.string(),
  name: z.string(),
  unitAmount: moneySchema,
  interval: z.enum(['day', 'week', 'month', 'year']),
  intervalCount: z.number().int(),
})
export type Offer = z.infer<typeof offerSchema>

/** An item as the change leaves it; `itemStripeId` is null for one that comes. */
const wantedItemSchema = z.strictObject({
  itemStripeId: z.string().nullable(),
  name: z.string(),
  priceStripeId: z.string(),
  unitAmount: moneySchema.nullable(),
  quantity: z.number().int().nullable(),
  interval: z.enum(['day', 'week', 'month', 'year']),
  intervalCount: z.number().int(),
})
export type WantedItem = z.infer<typeof wantedItemSchema>

const changeLineSchema = z.strictObject({
  description: z.string(),
  amount: moneySchema,
  quantity: z.number().nullable(),
  isProration: z.boolean(),
  periodStartsAt: isoTimeSchema,
  periodEndsAt: isoTimeSchema,
})

/** Stripe's own preview, made with the parameters of the change. */
export const changePreviewSchema = z.strictObject({
  lines: z.array(changeLineSchema).readonly(),
  prorations: moneySchema,
  billedNow: nextInvoiceSchema.nullable(),
  renewal: nextInvoiceSchema.nullable(),
  recurring: z.strictObject({ at: isoTimeSchema, amount: moneySchema }).nullable(),
})

export const changeFactsSchema = standingFactsSchema.extend({
  wanted: z.array(wantedItemSchema),
  nextBefore: nextInvoiceSchema.nullable(),
  preview: changePreviewSchema,
})
export type ChangeFacts = z.infer<typeof changeFactsSchema>

/** Who gives unused time back: Stripe with its own proration, or a credit of just what was paid, where Stripe gives more. */
export const unusedCreditSchema = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('stripe'), amount: moneySchema, arithmetic: z.array(z.string()) }),
  z.strictObject({
    by: z.literal('credit'),
    amount: moneySchema,
    wouldBe: moneySchema,
    arithmetic: z.array(z.string()),
  }),
  z.strictObject({ by: z.literal('nobody'), words: z.string() }),
])
export type UnusedCredit = z.infer<typeof unusedCreditSchema>

export const cancelFactsSchema = standingFactsSchema.extend({
  nextBefore: nextInvoiceSchema.nullable(),
  /** When unused time was counted. */
  countedAt: isoTimeSchema,
  unused: unusedCreditSchema,
})
export type CancelFacts = z.infer<typeof cancelFactsSchema>

/** What a form about a subscription may ask for. */
export const subscriptionWishSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('subscription.change'), payload: changePayloadSchema }),
  z.strictObject({ kind: z.literal('subscription.pause'), payload: pausePayloadSchema }),
  z.strictObject({ kind: z.literal('subscription.resume'), payload: resumePayloadSchema }),
  z.strictObject({ kind: z.literal('subscription.cancel'), payload: cancelPayloadSchema }),
])
export type SubscriptionWish = z.infer<typeof subscriptionWishSchema>
