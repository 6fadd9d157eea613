import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { requestLineSchema } from './approvals.ts'
import { strengthSchema, verificationLineSchema } from './teams.ts'

/** Live at Stripe: whose customer it is, and what it stands at. */
export const subjectFactsSchema = z.strictObject({
  /** `cus_…: id`, `sub_…: id` for every place that carries a team's id, sorted. */
  teamIds: z.array(z.string()),
  currency: z.string().nullable(),
  /** Negative = the customer has credit. */
  balance: moneySchema.nullable(),
})
export type SubjectFacts = z.infer<typeof subjectFactsSchema>

/** `taken`: somebody else goes on with it. Notes are added and never edited. */
export const CASE_EVENT_KINDS = ['opened', 'reopened', 'taken', 'noted', 'closed'] as const
export const caseEventKindSchema = z.enum(CASE_EVENT_KINDS)
export type CaseEventKind = z.infer<typeof caseEventKindSchema>

/** An unanswered question opens no case: nothing was found yet. */
export const caseStrengthSchema = strengthSchema.exclude(['unverified'])
export type CaseStrength = z.infer<typeof caseStrengthSchema>

export const caseEventSchema = z.object({
  id: z.string(),
  kind: caseEventKindSchema,
  staffName: z.string(),
  text: z.string().nullable(),
  at: isoTimeSchema,
})
export type CaseEvent = z.infer<typeof caseEventSchema>

/** What was asked for on a ticket and isn't over: waits for a word, is approved or being carried out, needs a person. */
export const caseWaitsSchema = z.object({
  forApprover: z.number().int(),
  underWay: z.number().int(),
  forPerson: z.number().int(),
})
export type CaseWaits = z.infer<typeof caseWaitsSchema>

export const caseLineSchema = z.object({
  ticket: z.string(),
  /** The helpdesk's page of the ticket, when a template is configured. */
  ticketUrl: z.string().nullable(),
  teamId: z.string(),
  customerStripeId: z.string().nullable(),
  customerName: z.string().nullable(),
  /** Of the newest verdict. */
  strength: caseStrengthSchema,
  verificationId: z.string(),
  /** Until when something can be asked for on this ticket; null: no proof lives, whatever the newest verdict was. */
  provenUntil: isoTimeSchema.nullable(),
  holderId: z.string(),
  holderName: z.string(),
  openedAt: isoTimeSchema,
  changedAt: isoTimeSchema,
  closedAt: isoTimeSchema.nullable(),
  waits: caseWaitsSchema,
})
export type CaseLine = z.infer<typeof caseLineSchema>

/** Somebody looked at the customer for this ticket. */
export const caseLookSchema = z.object({
  id: z.string(),
  staffName: z.string(),
  customerStripeId: z.string(),
  at: isoTimeSchema,
})
export type CaseLook = z.infer<typeof caseLookSchema>

/** Each list newest first, and as far back as a page goes. */
export const ticketCaseSchema = caseLineSchema.extend({
  events: z.array(caseEventSchema),
  verifications: z.array(verificationLineSchema),
  requests: z.array(requestLineSchema),
  looks: z.array(caseLookSchema),
})
export type TicketCase = z.infer<typeof ticketCaseSchema>

export const CASE_FILTERS = ['mine', 'open', 'closed'] as const
export const caseFilterSchema = z.enum(CASE_FILTERS)
export type CaseFilter = z.infer<typeof caseFilterSchema>

export const caseWordsSchema = z.string().trim().min(1).max(4000)

/** One of several customers that carry a team's id, for the ticket of the verdict that found them. */
export const teamPickSchema = z.strictObject({
  verificationId: z.string().max(64),
  customerStripeId: z.string().max(300),
})
export type TeamPick = z.infer<typeof teamPickSchema>

const pickCandidateSchema = z.strictObject({
  customerStripeId: z.string(),
  name: z.string().nullable(),
  email: z.string().nullable(),
  currency: z.string().nullable(),
  /** `cus_…: id`, `sub_…: id` for every place of this customer that carries the team's id, sorted. */
  places: z.array(z.string()),
})
export const pickFactsSchema = z.strictObject({
  teamId: z.string(),
  hours: z.number().int(),
  candidates: z.array(pickCandidateSchema),
})
export type PickFacts = z.infer<typeof pickFactsSchema>
