import { z } from 'zod'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { keyIdSchema, keyPlaceSchema } from './countersignature.ts'
import { approversSchema, BUDGETS } from './policy.ts'

export const REQUEST_STATES = [
  'requested',
  'approved',
  'executing',
  'done',
  'rejected',
  'withdrawn',
  'expired',
  'stale',
  'failed',
  'needs-person',
] as const
export const requestStateSchema = z.enum(REQUEST_STATES)
export type RequestState = (typeof REQUEST_STATES)[number]

/** Somebody still has to do something, or the engine has. */
export const isOpen = (state: RequestState): boolean =>
  state === 'requested' || state === 'approved' || state === 'executing' || state === 'needs-person'

/** One fact of a card. `before` and `after` where the request changes it. */
export const cardLineSchema = z.object({
  label: z.string(),
  before: z.string().nullable(),
  after: z.string(),
})
export type CardLine = z.infer<typeof cardLineSchema>

/** What an approver has to know, in words that the kind's own slice made from payload and facts. */
export const cardSchema = z.object({
  title: z.string(),
  lines: z.array(cardLineSchema),
  /** What was given to this team before, newest first. */
  history: z.array(z.object({ at: isoTimeSchema, text: z.string(), amount: moneySchema.nullable() })),
  /** What has to be known before a word is given: guards that were ticked, losses that were accepted. */
  warnings: z.array(z.string()),
  /** What the customer will see or receive. */
  customerReceives: z.string().nullable(),
  given: moneySchema.nullable(),
})
export type Card = z.infer<typeof cardSchema>

export const differenceSchema = z.object({ what: z.string(), was: z.string(), now: z.string() })
export type Difference = z.infer<typeof differenceSchema>

/** How a request comes to nothing by a person's word, or by nobody's. */
export const VOID_STATES = ['rejected', 'withdrawn', 'expired'] as const
export type VoidState = (typeof VOID_STATES)[number]

/** How a request ended. `hasMoneyMoved` is said whenever it isn't done. */
export const outcomeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('done'),
    results: z.record(z.string(), z.unknown()),
    surprises: z.array(differenceSchema),
  }),
  z.object({ kind: z.literal('stale'), differences: z.array(differenceSchema) }),
  z.object({
    kind: z.literal('failed'),
    step: z.string(),
    code: z.string(),
    text: z.string(),
    hasMoneyMoved: z.boolean(),
    results: z.record(z.string(), z.unknown()),
  }),
  z.object({ kind: z.literal('needs-person'), step: z.string(), text: z.string(), hasMoneyMoved: z.boolean() }),
  z.object({ kind: z.literal('refused'), code: z.string(), text: z.string() }),
  /** Came to nothing, once Stripe was asked: a backup was put back after it had been asked for. Said while it is asked, too. */
  z.object({ kind: z.literal('void'), as: z.enum(VOID_STATES) }),
])
export type Outcome = z.infer<typeof outcomeSchema>

/** What a person can have found out about a step that nobody can prove. */
export const FINDINGS = ['happened', 'did-not-happen'] as const
export type Finding = (typeof FINDINGS)[number]

export const requestLineSchema = z.object({
  id: z.string(),
  kind: z.string(),
  title: z.string(),
  state: requestStateSchema,
  teamId: z.string().nullable(),
  customerStripeId: z.string().nullable(),
  subjectName: z.string().nullable(),
  ticket: z.string().nullable(),
  given: moneySchema.nullable(),
  requesterId: z.string(),
  requesterName: z.string(),
  approversNeeded: z.number().int(),
  approvals: z.number().int(),
  createdAt: isoTimeSchema,
  expiresAt: isoTimeSchema,
  changedAt: isoTimeSchema,
  /** A question that the requester hasn't answered, or an answer that nobody decided on. */
  waitsFor: z.enum(['approver', 'requester', 'nobody']),
  /** Whether the person who asks may decide it, and if not, why in words. */
  mayDecide: z.boolean(),
  mayNotBecause: z.string().nullable(),
})
export type RequestLine = z.infer<typeof requestLineSchema>

export const decisionSchema = z.object({
  staffId: z.string(),
  staffName: z.string(),
  decision: z.enum(['approve', 'reject']),
  comment: z.string().nullable(),
  keyId: z.string(),
  place: keyPlaceSchema,
  at: isoTimeSchema,
})
export type Decision = z.infer<typeof decisionSchema>

export const requestCommentSchema = z.object({
  id: z.string(),
  staffId: z.string(),
  staffName: z.string(),
  kind: z.enum(['comment', 'question', 'answer']),
  text: z.string(),
  at: isoTimeSchema,
})
export type RequestComment = z.infer<typeof requestCommentSchema>

export const stepLineSchema = z.object({
  name: z.string(),
  /** `waiting`: not begun. `checking`: sent, and Stripe's word isn't known yet. */
  state: z.enum(['waiting', 'checking', 'done', 'unknown']),
  isAdopted: z.boolean(),
  attempts: z.number().int(),
  at: isoTimeSchema.nullable(),
})

/** Everything that is needed to decide, and what the countersignature will cover. */
export const requestSchema = requestLineSchema.extend({
  companionId: z.string(),
  /** As hashed: the device hashes these again before it signs. */
  payload: z.unknown(),
  facts: z.unknown(),
  payloadHash: z.string(),
  factsHash: z.string(),
  policyVersion: z.number().int(),
  isDesktopOnly: z.boolean(),
  rules: z.array(z.string()),
  reason: z.string(),
  card: cardSchema,
  decisions: z.array(decisionSchema),
  comments: z.array(requestCommentSchema),
  steps: z.array(stepLineSchema),
  problem: z.string().nullable(),
  outcome: outcomeSchema.nullable(),
  replacesId: z.string().nullable(),
  replacedById: z.string().nullable(),
  /** Words on what became of it that wait for their countersignature. */
  resolutions: z.array(requestLineSchema.pick({ id: true, title: true, state: true })),
  /** The last request of this kind for this subject that was decided. */
  last: requestLineSchema.pick({ id: true, title: true, state: true, given: true, createdAt: true }).nullable(),
})
export type ApprovalRequest = z.infer<typeof requestSchema>

/** What every form that asks for an approval sends beside its own payload. */
export const askSchema = z.object({
  /** Made by the form when it opens: a second click or a resent call is the same request. */
  requestKey: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  reason: z.string().trim().min(3).max(1000),
  /** "Yes, I mean a second one": asks although the same thing is open already. */
  isTwinMeant: z.boolean().default(false),
})
export type Ask = z.infer<typeof askSchema>

/** What whoever asked gets back: the request that was made, or that the same key made before. */
export const askedSchema = requestLineSchema.pick({ id: true, state: true, approversNeeded: true })
export type Asked = z.infer<typeof askedSchema>

/** What a form shows before it is sent: which rule applies and who has to approve. */
export const approvalNeedSchema = z.object({
  approvers: z.number().int(),
  isDesktopOnly: z.boolean(),
  rules: z.array(z.string()),
  budgets: z.array(z.object({ name: z.enum(BUDGETS), limit: moneySchema, used: moneySchema, remaining: moneySchema })),
})
export type ApprovalNeed = z.infer<typeof approvalNeedSchema>

/** The largest smaller sum for which fewer approvers would sign. */
export const lowerSchema = z.object({ amount: moneySchema, approvers: z.number().int() })
export type Lower = z.infer<typeof lowerSchema>

/** What a form shows before it is sent: the card as the approver will see it, and who that will be. */
export const previewSchema = z.object({ card: cardSchema, need: approvalNeedSchema })
/** The same where the sum may be chosen, and a smaller one would need fewer. */
export const sumPreviewSchema = previewSchema.extend({ lower: lowerSchema.nullable() })
export type SumPreview = z.infer<typeof sumPreviewSchema>

export const LIST_FILTERS = ['waiting', 'mine', 'open', 'decided', 'all'] as const
export const listRequestsInputSchema = z.object({
  filter: z.enum(LIST_FILTERS).default('waiting'),
  teamId: z.string().max(200).optional(),
  customerStripeId: z.string().max(300).optional(),
  ticket: z.string().max(200).optional(),
  before: z.string().max(100).optional(),
  limit: z.number().int().min(1).max(200).default(50),
})
export type ListRequestsInput = z.infer<typeof listRequestsInputSchema>

export const approverKeySchema = z.object({
  id: keyIdSchema,
  staffId: z.string(),
  place: keyPlaceSchema,
  label: z.string(),
  state: z.enum(['waiting', 'active', 'ended']),
  createdAt: isoTimeSchema,
  activatedAt: isoTimeSchema.nullable(),
  endedAt: isoTimeSchema.nullable(),
})
export type ApproverKey = z.infer<typeof approverKeySchema>

/** The request that a word on what became of it is about, as far as it says who may give the word. */
export const targetSchema = z.strictObject({
  approversNeeded: approversSchema,
  isDesktopOnly: z.boolean(),
  requesterId: z.string(),
  /** Whose power it is about; null where it is about money. */
  aboutStaffId: z.string().nullable(),
})
export type Target = z.infer<typeof targetSchema>
