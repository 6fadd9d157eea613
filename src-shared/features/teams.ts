import { z } from 'zod'
import { type StripeIdKind, stripeIdKind, stripeIdSchema } from '../ids.ts'
import { isoTimeSchema } from '../times.ts'

/** How well Stripe's live metadata bears out the claimed team id. */
export const STRENGTHS = ['proven', 'ambiguous', 'conflict', 'weak', 'unknown', 'unverified'] as const
export const strengthSchema = z.enum(STRENGTHS)
export type Strength = z.infer<typeof strengthSchema>

export const EVIDENCE_RESULTS = ['exact', 'case-differs', 'different', 'absent'] as const
export const evidenceResultSchema = z.enum(EVIDENCE_RESULTS)
export type EvidenceResult = z.infer<typeof evidenceResultSchema>

/** One place that was looked at, and what stood there. */
export const evidenceSchema = z.object({
  source: z.enum(['customer', 'subscription', 'checkout-session', 'named-object']),
  /** The metadata key, `client_reference_id` or `email`. */
  field: z.string(),
  objectStripeId: z.string(),
  /** What the object is called: a customer's name, a subscription's plan, a session's day. */
  label: z.string(),
  customerStripeId: z.string().nullable(),
  value: z.string().nullable(),
  result: evidenceResultSchema,
})
export type Evidence = z.infer<typeof evidenceSchema>

export const candidateSchema = z.object({
  customerStripeId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  /** Where the claimed id stands, letter for letter. */
  carriesClaim: z.boolean(),
})
export type Candidate = z.infer<typeof candidateSchema>

export const MAX_TICKET_TEXT = 100_000

/** A reference in the helpdesk. Control characters are refused: no database stores a null byte as text. */
export const ticketSchema = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^[^\p{Cc}\p{Cs}]+$/u, 'no control characters and no half of a character')

const NAMED_KINDS: ReadonlySet<StripeIdKind> = new Set(['customer', 'subscription', 'invoice', 'checkout-session'])

/** Only kinds that can be read for their team; another id would be ignored, and ignoring proves nothing. */
const namedIdSchema = stripeIdSchema.refine((text) => {
  const kind = stripeIdKind(text)
  return kind !== null && NAMED_KINDS.has(kind)
}, 'the id of a customer, subscription, invoice or checkout session (cus_, sub_, in_, cs_)')

/** What support pastes. At least one of `teamId` and `text` has to hold exactly one id. */
export const verifyTeamInputSchema = z.object({
  ticket: ticketSchema,
  teamId: z.string().max(MAX_TICKET_TEXT).default(''),
  text: z.string().max(MAX_TICKET_TEXT).default(''),
  requesterEmail: z.union([z.literal(''), z.email().max(320)]).default(''),
  stripeId: z.union([z.literal(''), z.string().trim().pipe(namedIdSchema)]).default(''),
})
export type VerifyTeamInput = z.infer<typeof verifyTeamInputSchema>

export const verificationSchema = z.object({
  id: z.string(),
  ticket: z.string(),
  /** The helpdesk's page of the ticket, when a template is configured. */
  ticketUrl: z.string().nullable(),
  teamId: z.string(),
  strength: strengthSchema,
  /** One sentence: why this verdict. */
  reason: z.string(),
  /** What to do now, in words. */
  wayOut: z.string(),
  customerStripeId: z.string().nullable(),
  customerName: z.string().nullable(),
  evidence: z.array(evidenceSchema),
  candidates: z.array(candidateSchema),
  /** Things worth knowing that don't change the verdict, e.g. an id in another case. */
  notices: z.array(z.string()),
  staffName: z.string(),
  at: isoTimeSchema,
  /** Until when a money request may rest on it; null unless proven. */
  liveUntil: isoTimeSchema.nullable(),
  /** How many objects Stripe was asked for, and how long that took. */
  asked: z.object({ objects: z.number().int(), durationMs: z.number().int() }),
  /** This customer was picked out of several that carry the id, on an approver's word. */
  pick: z.object({ verificationId: z.string(), requestId: z.string() }).optional(),
})
export type Verification = z.infer<typeof verificationSchema>

/** Where in the pasted text the id was found, so that the screen can mark it. */
export const idReadingSchema = z.object({
  teamId: z.string().nullable(),
  from: z.enum(['field', 'link', 'quoted', 'labelled', 'alone', 'none', 'several']),
  /** Offsets into the text in UTF-16 units. */
  start: z.number().int().nullable(),
  end: z.number().int().nullable(),
  candidates: z.array(z.string()),
})
export type IdReading = z.infer<typeof idReadingSchema>

export const verificationLineSchema = verificationSchema.pick({
  id: true,
  ticket: true,
  teamId: true,
  strength: true,
  customerStripeId: true,
  customerName: true,
  staffName: true,
  at: true,
  liveUntil: true,
})
export type VerificationLine = z.infer<typeof verificationLineSchema>

export const teamCustomerSchema = z.object({ customerStripeId: z.string() })
export type TeamCustomer = z.infer<typeof teamCustomerSchema>
