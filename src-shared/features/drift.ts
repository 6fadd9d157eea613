import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

/** By what it costs, the dearest first: who pays is shut out; money is given or lost unexplained; something is out of date. */
export const DRIFT_SEVERITIES = ['shut-out', 'money', 'stale'] as const
export type DriftSeverity = (typeof DRIFT_SEVERITIES)[number]

/** What is compared, in the order of a comparison. */
export const DRIFT_SOURCES = ['mirror', 'teams', 'tenants', 'coupons', 'discounts', 'credits', 'work'] as const
export type DriftSourceName = (typeof DRIFT_SOURCES)[number]

export const DRIFT_KINDS = [
  'mirror.differs',
  'mirror.missing',
  'mirror.gone',
  'team.shared',
  'team.differs',
  'team.absent',
  'team.by-hand',
  'tenant.missing',
  'tenant.unpaid',
  'tenant.limits',
  'tenant.held',
  'coupon.gone',
  'coupon.changed',
  'coupon.active',
  'coupon.overused',
  'coupon.elsewhere',
  'discount.unexplained',
  'credit.unexplained',
  'credit.missing',
  'work.executions',
  'work.fulfilment',
  'work.events',
] as const
export type DriftKind = (typeof DRIFT_KINDS)[number]

export const DRIFT_STATES = ['open', 'accepted', 'repaired', 'gone'] as const
export type DriftState = (typeof DRIFT_STATES)[number]
export const DRIFT_SHOWS = ['open', 'severe', 'accepted', 'over'] as const

export const DRIFT_RESOURCES = ['customers', 'subscriptions', 'invoices', 'codes'] as const

/** Pages of the desk where it is seen to. */
const DRIFT_PAGES = ['approvals', 'webhooks', 'invoices', 'coupons', 'tenants'] as const
/** Forms that prepare a request for approval. */
const DRIFT_FORMS = ['billing', 'reversal', 'credit', 'stack', 'cancel', 'coupon'] as const

/** What mends it. `reread` and `reconcile` are done at once; a form prepares a request; `elsewhere`: only at Stripe. */
export const driftRepairSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('reread'), resource: z.enum(DRIFT_RESOURCES), stripeId: z.string(), words: z.string() }),
  z.object({ kind: z.literal('reconcile'), teamId: z.string(), words: z.string() }),
  z.object({
    kind: z.literal('form'),
    form: z.enum(DRIFT_FORMS),
    customerStripeId: z.string(),
    subscriptionStripeId: z.string().nullable(),
    creditStripeId: z.string().nullable(),
    words: z.string(),
  }),
  z.object({ kind: z.literal('page'), page: z.enum(DRIFT_PAGES), words: z.string() }),
  z.object({ kind: z.literal('elsewhere'), words: z.string() }),
])
export type DriftRepair = z.infer<typeof driftRepairSchema>

/** One field of both sides, in words; null: nothing stands there. */
const driftSideSchema = z.object({ field: z.string(), there: z.string().nullable(), here: z.string().nullable() })
export type DriftSide = z.infer<typeof driftSideSchema>

/** What is said of a difference. */
export const driftSaidSchema = z.object({
  explanation: z.string(),
  heads: z.object({ there: z.string(), here: z.string() }),
  sides: z.array(driftSideSchema),
  repair: driftRepairSchema,
})
export type DriftSaid = z.infer<typeof driftSaidSchema>

const idSchema = z.string().min(1).max(100)

const driftFindingSchema = driftSaidSchema.extend({
  id: idSchema,
  kind: z.enum(DRIFT_KINDS),
  source: z.enum(DRIFT_SOURCES),
  severity: z.enum(DRIFT_SEVERITIES),
  state: z.enum(DRIFT_STATES),
  /** What differs: an object at Stripe, a team, or a queue. */
  subjectId: z.string(),
  teamId: z.string().nullable(),
  customerStripeId: z.string().nullable(),
  firstSeenAt: isoTimeSchema,
  lastSeenAt: isoTimeSchema,
  endedAt: isoTimeSchema.nullable(),
  accepted: z.object({ by: z.string(), reason: z.string(), until: isoTimeSchema }).nullable(),
  /** When somebody had it repaired, where that takes until the next comparison to be seen. */
  repairAskedAt: isoTimeSchema.nullable(),
})
export type DriftFinding = z.infer<typeof driftFindingSchema>

export const driftWishSchema = z.object({
  show: z.enum(DRIFT_SHOWS),
  kind: z.enum(DRIFT_KINDS).nullish(),
  cursor: idSchema.nullish(),
})
export type DriftWish = z.infer<typeof driftWishSchema>

export const driftListSchema = z.object({ findings: z.array(driftFindingSchema), nextCursor: idSchema.nullable() })
export type DriftList = z.infer<typeof driftListSchema>

const comparedSchema = z.record(z.string(), z.number().int())

const driftRunSchema = z.object({
  id: idSchema,
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** Null: the schedule. */
  askedBy: z.string().nullable(),
  /** What is being compared; null once it is over. */
  source: z.enum(DRIFT_SOURCES).nullable(),
  /** How many of what were compared. */
  compared: comparedSchema,
  /** What couldn't be compared, and why. */
  skipped: z.array(z.object({ source: z.enum(DRIFT_SOURCES), why: z.string() })),
  /** Why it waits or failed. */
  problem: z.string().nullable(),
  startedAt: isoTimeSchema,
  finishedAt: isoTimeSchema.nullable(),
})
export type DriftRun = z.infer<typeof driftRunSchema>

export const driftStatusSchema = z.object({
  /** The running comparison, else the last one; null before the first. */
  run: driftRunSchema.nullable(),
  /** When a comparison last came to its end, and what it compared. */
  last: z.object({ at: isoTimeSchema, compared: comparedSchema }).nullable(),
  /** `02:00` in UTC; null: only when asked for. */
  dailyAt: z.string().nullable(),
  open: z.record(z.enum(DRIFT_SEVERITIES), z.number().int()),
  /** Open ones by kind; kinds without one are left out. */
  byKind: z.array(z.object({ kind: z.enum(DRIFT_KINDS), count: z.number().int() })),
  accepted: z.number().int(),
})
export type DriftStatus = z.infer<typeof driftStatusSchema>

export const driftIdSchema = z.object({ id: idSchema })

export const driftHistorySchema = z.object({
  events: z.array(
    z.object({
      sequence: z.number().int(),
      kind: z.enum(['found', 'changed', 'repair-asked', 'accepted', 'reopened', 'repaired', 'gone']),
      who: z.string().nullable(),
      text: z.string(),
      at: isoTimeSchema,
    }),
  ),
})
export type DriftHistory = z.infer<typeof driftHistorySchema>

export const driftAcceptSchema = z.object({
  id: idSchema,
  reason: z.string().trim().min(3).max(500),
  /** The last day, in UTC. */
  until: z.iso.date(),
})
export type DriftAccept = z.infer<typeof driftAcceptSchema>

export const driftRepairedSchema = z.object({
  /** `asked`: the next comparison shows whether it helped. `differs`: it was read again and still differs. */
  outcome: z.enum(['repaired', 'asked', 'differs']),
})
export type DriftRepaired = z.infer<typeof driftRepairedSchema>
