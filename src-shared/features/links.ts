import { z } from 'zod'
import { teamIdSchema } from '../ids.ts'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'
import { offerSchema } from './subscription-work.ts'
import { ticketSchema } from './teams.ts'

const customerStripeIdSchema = z.string().regex(/^cus_[A-Za-z0-9_]{1,250}$/)
const linkIdSchema = z.string().regex(/^lnk_[0-9A-Z]{26}$/)
const emailSchema = z.email().max(320)
const { requestKey } = askSchema.shape

export const LINK_KINDS = ['checkout', 'portal'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/**
 * `making`: Stripe was asked and hasn't answered. `given`: a portal link, which is only ever mailed; what becomes of it
 * nobody tells. `failed`: there is no such link.
 */
export const LINK_STATES = ['making', 'open', 'complete', 'expired', 'failed', 'given'] as const
export type LinkState = (typeof LINK_STATES)[number]

export const MOST_LINK_QUANTITY = 100_000

/** Whom the link is for: a proven customer, or a team that Stripe doesn't know, by e-mail where one is given. */
export const buyerSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('proven'), customerStripeId: customerStripeIdSchema }),
  z.strictObject({ kind: z.literal('unknown'), teamId: teamIdSchema, email: emailSchema.nullable() }),
])
export type Buyer = z.infer<typeof buyerSchema>

export const purchaseLinkInputSchema = z.object({
  ticket: ticketSchema,
  buyer: buyerSchema,
  priceStripeId: z.string().regex(/^(price|plan)_[A-Za-z0-9_]{1,250}$/),
  quantity: z.number().int().min(1).max(MOST_LINK_QUANTITY),
  requestKey,
})
export type PurchaseLinkInput = z.infer<typeof purchaseLinkInputSchema>

export const portalLinkInputSchema = z.object({
  ticket: ticketSchema,
  customerStripeId: customerStripeIdSchema,
  requestKey,
})
export type PortalLinkInput = z.infer<typeof portalLinkInputSchema>

export const linkIdInputSchema = z.object({ id: linkIdSchema })
export const sendLinkInputSchema = linkIdInputSchema.extend({ to: emailSchema, requestKey })
export type SendLinkInput = z.infer<typeof sendLinkInputSchema>

export const listLinksInputSchema = z.object({
  customerStripeId: customerStripeIdSchema.nullable(),
  teamId: teamIdSchema.nullable(),
})
export type ListLinksInput = z.infer<typeof listLinksInputSchema>

/** A link as it was asked for, and what became of it. Its address isn't part of it: Stripe tells that while it works. */
export const linkSchema = z.object({
  id: z.string(),
  kind: z.enum(LINK_KINDS),
  teamId: z.string(),
  customerStripeId: z.string().nullable(),
  ticket: z.string(),
  plan: z.string().nullable(),
  /** How often it is billed, as it stands after “every”: `year`, `3 months`. null for a portal link. */
  period: z.string().nullable(),
  quantity: z.number().int().nullable(),
  state: z.enum(LINK_STATES),
  problem: z.string().nullable(),
  /** Stripe's own, once the link is made: what the first charge is. */
  total: moneySchema.nullable(),
  /** The team id also stands in `client_reference_id`; some ids can't, and the metadata alone carries those. */
  hasReference: z.boolean(),
  expiresAt: isoTimeSchema.nullable(),
  /** When the purchase was seen: Stripe doesn't date it. */
  completedAt: isoTimeSchema.nullable(),
  subscriptionStripeId: z.string().nullable(),
  sentTo: z.string().nullable(),
  madeBy: z.string(),
  madeAt: isoTimeSchema,
})
export type Link = z.infer<typeof linkSchema>

/** `url`: only while the link works. */
export const openedLinkSchema = z.object({ link: linkSchema, url: z.string().nullable() })
export type OpenedLink = z.infer<typeof openedLinkSchema>

export const linkOptionsSchema = z.object({
  offers: z.array(offerSchema),
  /** Without a page to return to there are no links. */
  hasReturnPage: z.boolean(),
  /** Without a mail server mails stay in the outbox. */
  hasMailServer: z.boolean(),
})
export type LinkOptions = z.infer<typeof linkOptionsSchema>
