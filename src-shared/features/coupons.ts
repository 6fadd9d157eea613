import { z } from 'zod'
import { currencySchema, moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'
import { subjectFactsSchema } from './cases.ts'
import { teamIdSchema } from '../ids.ts'
import { ticketSchema } from './teams.ts'

const count = z.number().int().positive()
const customerStripeIdSchema = z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/)
const reasonIdSchema = z.string().min(1).max(40)

/** How much of a price: whole months, or so many of so many days of one period. */
export const shareSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('months'), months: count.max(36) }),
  z.strictObject({ kind: z.literal('fraction'), parts: count.max(366), of: count.max(366), unit: z.literal('days') }),
])
export type CouponShare = z.infer<typeof shareSchema>

/** What a coupon's value is worked out from; the amount itself is never typed. */
const worthSchema = z.strictObject({
  priceStripeId: z.string().min(1).max(255),
  quantity: count.max(100_000),
  share: shareSchema,
  reasonId: reasonIdSchema,
})
export type CouponWorth = z.infer<typeof worthSchema>

/** How long a code may wait to be redeemed, from when it is made. */
export const LONGEST_VALID_DAYS = 365
export const SHARED_CODE_DAYS = 30

export const couponCodePayloadSchema = worthSchema.extend({ validDays: count.max(LONGEST_VALID_DAYS) })
export type CouponCodePayload = z.infer<typeof couponCodePayloadSchema>

export const couponApplyPayloadSchema = worthSchema.extend({
  subscriptionStripeId: z.string().regex(/^sub_[A-Za-z0-9_]{1,250}$/),
})
export type CouponApplyPayload = z.infer<typeof couponApplyPayloadSchema>

export const sharedCodePayloadSchema = worthSchema
export type SharedCodePayload = z.infer<typeof sharedCodePayloadSchema>

/** Over how many invoices a value is given, and what of it no coupon can give. */
export const couponPlanSchema = z.strictObject({
  /** Off each invoice. */
  amount: moneySchema,
  invoices: count,
  duration: z.enum(['once', 'repeating']),
  months: count.nullable(),
  /** amount × invoices. */
  total: moneySchema,
  /** What can't be divided by the invoices; never given. */
  rest: moneySchema,
})
export type CouponPlan = z.infer<typeof couponPlanSchema>

export const listedPriceSchema = z.strictObject({
  stripeId: z.string(),
  productStripeId: z.string(),
  productName: z.string(),
  nickname: z.string().nullable(),
  unitAmount: moneySchema,
  interval: z.enum(['day', 'week', 'month', 'year']),
  intervalCount: count,
})
export type ListedPrice = z.infer<typeof listedPriceSchema>

export const givenEntrySchema = z.strictObject({ at: isoTimeSchema, text: z.string(), amount: moneySchema })
export type GivenEntry = z.infer<typeof givenEntrySchema>

/** Live, and the same for each way of handing a coupon over. */
export const couponFactsSchema = z.strictObject({
  /** null for a team that Stripe doesn't know. */
  subject: subjectFactsSchema.nullable(),
  reasonLabel: z.string(),
  price: listedPriceSchema,
  arithmetic: z.string(),
  plan: couponPlanSchema,
  /** At most 40 characters: what the customer reads on the invoice. */
  name: z.string().max(40),
  /** Discounts that act on the team's subscriptions now, in words. */
  liveDiscounts: z.array(z.string()),
  /** The next invoice of each running subscription. */
  nextInvoices: z.array(
    z.strictObject({ subscriptionStripeId: z.string(), at: isoTimeSchema, discountable: moneySchema }),
  ),
  /** Coupons, credits and refunds of the last twelve months, newest first. */
  history: z.array(givenEntrySchema),
})
export type CouponFacts = z.infer<typeof couponFactsSchema>

const provenSchema = z.object({ customerStripeId: customerStripeIdSchema, ticket: ticketSchema })
export const couponCodeInputSchema = provenSchema.extend({ payload: couponCodePayloadSchema })
export const askCouponCodeInputSchema = couponCodeInputSchema.extend({ ask: askSchema })
export const couponApplyInputSchema = provenSchema.extend({ payload: couponApplyPayloadSchema })
export const askCouponApplyInputSchema = couponApplyInputSchema.extend({ ask: askSchema })
export const sharedCodeInputSchema = z.object({
  teamId: teamIdSchema,
  ticket: ticketSchema,
  payload: sharedCodePayloadSchema,
})
export const askSharedCodeInputSchema = sharedCodeInputSchema.extend({ ask: askSchema })

export const GRANT_KINDS = ['coupon.code', 'coupon.apply', 'coupon.shared-code', 'coupon.stack'] as const
export type GrantKind = (typeof GRANT_KINDS)[number]

/** Why a grant has to be looked at. */
export const GRANT_MARKS = ['unredeemed', 'expiring', 'redeemed-by-other', 'never-set-up'] as const
export const grantMarkSchema = z.enum(GRANT_MARKS)
export type GrantMark = (typeof GRANT_MARKS)[number]

export const grantSchema = z.object({
  /** The approval request that it came from. */
  id: z.string(),
  kind: z.enum(GRANT_KINDS),
  teamId: z.string(),
  customerStripeId: z.string().nullable(),
  subjectName: z.string().nullable(),
  ticket: z.string().nullable(),
  reasonLabel: z.string(),
  couponName: z.string(),
  couponStripeId: z.string(),
  /** null where no code was made. The code itself is only read when somebody looks. */
  promotionCodeStripeId: z.string().nullable(),
  value: moneySchema,
  /** What it can still give. */
  open: moneySchema,
  grantedBy: z.string(),
  grantedAt: isoTimeSchema,
  redeemBy: isoTimeSchema.nullable(),
  redeemedAt: isoTimeSchema.nullable(),
  redeemedByTeamId: z.string().nullable(),
  redeemedByCustomerStripeId: z.string().nullable(),
  isRetired: z.boolean(),
  marks: z.array(grantMarkSchema),
  /** When Stripe was last asked about it. */
  checkedAt: isoTimeSchema.nullable(),
})
export type Grant = z.infer<typeof grantSchema>

export const liabilitySchema = z.object({
  byReason: z.array(z.object({ reason: z.string(), open: moneySchema, grants: z.number().int() })),
  grants: z.array(grantSchema),
  /** Older ones are not in the list, but in the sums. */
  hasMore: z.boolean(),
  /** The oldest answer of Stripe that the figures rest on; null when there is nothing to ask about. */
  asOf: isoTimeSchema.nullable(),
})
export type Liability = z.infer<typeof liabilitySchema>

export const shownCodeSchema = z.object({
  code: z.string(),
  isActive: z.boolean(),
  expiresAt: isoTimeSchema.nullable(),
  timesRedeemed: z.number().int(),
})

const campaignCodeSchema = z.string().regex(/^[A-Za-z0-9-]{4,40}$/, 'letters, digits and dashes, four to forty')
export const MOST_CAMPAIGN_CODES = 10

const uniqueCodes = (codes: readonly string[]): boolean =>
  new Set(codes.map((code) => code.toLowerCase())).size === codes.length

const campaignOffSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('amount'),
    amount: moneySchema.refine(({ amount }) => amount > 0, 'more than nothing'),
  }),
  z.strictObject({ kind: z.literal('percent'), percent: z.number().gt(0).max(100).multipleOf(0.01) }),
])

const campaignDurationSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('once') }),
  z.strictObject({ kind: z.literal('repeating'), months: count.max(36) }),
  z.strictObject({ kind: z.literal('forever') }),
])

/** A coupon that is meant to be published: for partners and marketing. */
export const campaignPayloadSchema = z.strictObject({
  name: z.string().trim().min(3).max(40),
  partner: z.string().trim().min(1).max(100).nullable(),
  off: campaignOffSchema,
  duration: campaignDurationSchema,
  productStripeIds: z.array(z.string().min(1).max(255)).min(1).max(50),
  maxRedemptions: count.max(100_000),
  endsAt: isoTimeSchema,
  budget: moneySchema.refine(({ amount }) => amount > 0, 'more than nothing'),
  /** Public words, one per partner or channel, so that sales are counted apart. */
  codes: z
    .array(campaignCodeSchema)
    .min(1)
    .max(MOST_CAMPAIGN_CODES)
    .refine(uniqueCodes, 'each code once, whatever its case'),
})
export type CampaignPayload = z.infer<typeof campaignPayloadSchema>

export const campaignFactsSchema = z.strictObject({
  products: z.array(z.strictObject({ stripeId: z.string(), name: z.string() })),
  /** What one redemption is reckoned to cost at most, at list price and quantity one; `forever` for twelve months. */
  each: moneySchema,
  arithmetic: z.string(),
  /** each × maxRedemptions. */
  most: moneySchema,
  /** Products that can be redeemed in other currencies too, outside the budget. Older requests don't tell. */
  soldElsewhere: z.array(z.strictObject({ name: z.string(), currencies: z.array(currencySchema) })).default([]),
})
export type CampaignFacts = z.infer<typeof campaignFactsSchema>

export const campaignInputSchema = z.object({ payload: campaignPayloadSchema })
export const askCampaignInputSchema = campaignInputSchema.extend({ ask: askSchema })

export const campaignSchema = z.object({
  id: z.string(),
  name: z.string(),
  partner: z.string().nullable(),
  couponStripeId: z.string(),
  terms: z.string(),
  products: z.array(z.string()),
  each: moneySchema,
  budget: moneySchema,
  maxRedemptions: z.number().int(),
  endsAt: isoTimeSchema,
  state: z.enum(['running', 'over', 'ended']),
  endedAt: isoTimeSchema.nullable(),
  createdBy: z.string(),
  createdAt: isoTimeSchema,
  redemptions: z.number().int(),
  /** redemptions × each, as it was reckoned. */
  spent: moneySchema,
  codes: z.array(z.object({ code: z.string(), promotionCodeStripeId: z.string(), redemptions: z.number().int() })),
  checkedAt: isoTimeSchema.nullable(),
})
export type Campaign = z.infer<typeof campaignSchema>
