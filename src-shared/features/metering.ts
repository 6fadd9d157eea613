import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

// What `POST /v1/metering/report` takes and answers, and what the desk shows of it.

/** PostgreSQL holds no NUL. */
const isStorable = (text: string): boolean => !text.includes('\u0000')

const tenantIdSchema = z.string().min(1).max(500).refine(isStorable)
const counterSchema = z
  .string()
  .max(40)
  .regex(/^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/)
const MOST = 1_000_000_000_000
const countSchema = z.number().int().min(0).max(MOST)

/** In one report. */
const MOST_COUNTS = 2000
const MOST_COUNTERS = 20

const totalSchema = z.strictObject({
  tenantId: tenantIdSchema,
  /** Set, never added. */
  counts: z
    .record(counterSchema, countSchema)
    .refine((counts) => Object.keys(counts).length >= 1 && Object.keys(counts).length <= MOST_COUNTERS),
  /** When it was counted, where that isn't the report's own time. */
  measuredAt: isoTimeSchema.optional(),
  /** Any moment of the period that it is for; without it the period in which it was counted. */
  period: isoTimeSchema.optional(),
})
export type MeterTotal = z.infer<typeof totalSchema>

export const meterReportSchema = z.strictObject({
  measuredAt: isoTimeSchema,
  totals: z
    .array(totalSchema)
    .min(1)
    .max(MOST_COUNTS)
    .refine((totals) => totals.reduce((sum, { counts }) => sum + Object.keys(counts).length, 0) <= MOST_COUNTS),
})
export type MeterReport = z.infer<typeof meterReportSchema>

export const METER_CODES = [
  'JUMP',
  'UNKNOWN_TENANT',
  'PERIOD_CLOSED',
  'NEWER_KNOWN',
  'OTHER_VALUE_KNOWN',
  'REFUSED_BEFORE',
  'FROM_THE_FUTURE',
] as const
export type MeterCode = (typeof METER_CODES)[number]

const verdictSchema = z.enum(['accepted', 'held', 'refused'])
export type MeterVerdict = z.infer<typeof verdictSchema>

const resultSchema = z.object({
  tenantId: z.string(),
  counter: z.string(),
  verdict: verdictSchema,
  /** null: accepted. */
  code: z.enum(METER_CODES).nullable(),
})
export type MeterResult = z.infer<typeof resultSchema>

export const meterAnswerSchema = z.object({ reportId: z.string(), results: z.array(resultSchema) })
export type MeterAnswer = z.infer<typeof meterAnswerSchema>

const itemKeySchema = z.object({ teamId: tenantIdSchema, counter: counterSchema })

export const METER_SHOWS = ['all', 'held', 'stuck'] as const
export const metersWishSchema = z.object({
  show: z.enum(METER_SHOWS),
  /** The beginning of a team id. */
  team: z.string().max(500).refine(isStorable).nullish(),
  cursor: itemKeySchema.nullish(),
})
export type MetersWish = z.infer<typeof metersWishSchema>

/** `counted`: no plan bills it. `waiting`: no count for this period yet. `invoiced`: a line of an invoice bills it. */
const METER_STATES = ['held', 'stuck', 'waiting', 'accepted', 'sent', 'invoiced', 'counted'] as const
export type MeterState = (typeof METER_STATES)[number]

const lineSchema = z.object({
  invoiceStripeId: z.string(),
  invoiceNumber: z.string().nullable(),
  invoiceStatus: z.string(),
  amount: z.object({ amount: z.number().int(), currency: z.string() }),
  quantity: z.number().nullable(),
})

const meterSchema = z.object({
  teamId: z.string(),
  counter: z.string(),
  state: z.enum(METER_STATES),
  /** The last that is believed. */
  value: z.number().int().nullable(),
  measuredAt: isoTimeSchema.nullable(),
  heldValue: z.number().int().nullable(),
  plan: z.string().nullable(),
  customerStripeId: z.string().nullable(),
  periodEndsAt: isoTimeSchema.nullable(),
  problem: z.string().nullable(),
})
export type MeterLine = z.infer<typeof meterSchema>

export const metersSchema = z.object({ meters: z.array(meterSchema), nextCursor: itemKeySchema.nullable() })
export type Meters = z.infer<typeof metersSchema>

export const traceWishSchema = itemKeySchema

const readingSchema = z.object({
  id: z.string(),
  value: z.number().int(),
  state: z.enum(['accepted', 'held', 'passed', 'refused']),
  isBilled: z.boolean(),
  comparedWith: z.number().int(),
  measuredAt: isoTimeSchema,
  /** When the same was last counted again. */
  confirmedAt: isoTimeSchema,
  countedAt: isoTimeSchema,
  heardAt: isoTimeSchema,
  reportId: z.string(),
  source: z.enum(['report', 'pull']),
  /** The name of the credential; null for what was pulled. */
  credential: z.string().nullable(),
  address: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: isoTimeSchema.nullable(),
  reason: z.string().nullable(),
})
export type MeterReading = z.infer<typeof readingSchema>

const periodSchema = z.object({
  itemStripeId: z.string(),
  subscriptionStripeId: z.string(),
  customerStripeId: z.string(),
  plan: z.string(),
  meterStripeId: z.string().nullable(),
  startsAt: isoTimeSchema,
  endsAt: isoTimeSchema,
  isClosed: z.boolean(),
  events: z.array(
    z.object({
      identifier: z.string(),
      value: z.number().int(),
      /** The time that it bears at Stripe. */
      stampAt: isoTimeSchema,
      madeAt: isoTimeSchema,
      endedAt: isoTimeSchema.nullable(),
      outcome: z.enum(['sent', 'found', 'given-up']).nullable(),
    }),
  ),
  summary: z.object({ value: z.number(), at: isoTimeSchema }).nullable(),
  line: lineSchema.nullable(),
  problem: z.string().nullable(),
  nextAt: isoTimeSchema,
})
export type MeterPeriod = z.infer<typeof periodSchema>

export const meterTraceSchema = z.object({
  /** Newest first. */
  readings: z.array(readingSchema),
  periods: z.array(periodSchema),
})
export type MeterTrace = z.infer<typeof meterTraceSchema>

export const meterDecisionSchema = z.object({
  readingId: z.string().min(1).max(64),
  decision: z.enum(['accept', 'refuse']),
  reason: z.string().trim().min(3).max(1000).refine(isStorable),
})
export type MeterDecision = z.infer<typeof meterDecisionSchema>

export const meterPeriodWishSchema = z.object({ itemStripeId: z.string().min(1).max(255), startsAt: isoTimeSchema })

const credentialSchema = z.object({
  id: z.string(),
  name: z.string(),
  keyEnd: z.string(),
  addresses: z.array(z.string()),
  createdAt: isoTimeSchema,
  usedAt: isoTimeSchema.nullable(),
  usedFrom: z.string().nullable(),
  refusedAt: isoTimeSchema.nullable(),
  refusedFrom: z.string().nullable(),
  revokedAt: isoTimeSchema.nullable(),
})
export type MeterCredential = z.infer<typeof credentialSchema>
export const meterCredentialsSchema = z.object({ credentials: z.array(credentialSchema) })

export const meterCredentialWishSchema = z.object({
  name: z.string().trim().min(1).max(80).refine(isStorable),
  addresses: z.array(z.string().trim().min(1).max(64)).min(1).max(50),
})
export type MeterCredentialWish = z.infer<typeof meterCredentialWishSchema>
/** The key is shown this once. */
export const meterKeySchema = z.object({ id: z.string(), key: z.string() })
export const meterCredentialIdSchema = z.object({ id: z.string().min(1).max(64) })

export const meterSetupSchema = z.object({
  credentials: z.number().int(),
  /** null: nothing is pulled. */
  pull: z
    .object({
      kind: z.enum(['http-callback', 'the-things-stack']),
      host: z.string(),
      everyMinutes: z.number().int(),
      endedAt: isoTimeSchema.nullable(),
      problem: z.string().nullable(),
    })
    .nullable(),
  band: z.object({ factor: z.number(), floor: z.number().int() }),
  /** When what is sold was last read as a whole. */
  readAt: isoTimeSchema.nullable(),
  held: z.number().int(),
  stuck: z.number().int(),
  /** Metered items whose plan can't be billed as it is. */
  faults: z.array(z.object({ itemStripeId: z.string(), teamId: z.string().nullable(), problem: z.string() })),
})
export type MeterSetup = z.infer<typeof meterSetupSchema>

export const meterPlansSchema = z.object({
  plans: z.array(
    z.object({
      priceStripeId: z.string(),
      productName: z.string(),
      limits: z.record(z.string(), z.number().int()),
      teams: z.number().int(),
    }),
  ),
})
export type MeterPlans = z.infer<typeof meterPlansSchema>

export const blastWishSchema = z.object({
  priceStripeId: z.string().min(1).max(255),
  limits: z
    .record(
      z
        .string()
        .regex(/^max-[a-z0-9]+(?:-[a-z0-9]+)*$/)
        .max(44),
      countSchema,
    )
    .refine((limits) => Object.keys(limits).length >= 1 && Object.keys(limits).length <= MOST_COUNTERS),
})
export type BlastWish = z.infer<typeof blastWishSchema>

const blastRowSchema = z.object({
  teamId: z.string(),
  customerStripeId: z.string(),
  limit: z.string(),
  allowed: z.number().int(),
  used: z.number().int().nullable(),
  measuredAt: isoTimeSchema.nullable(),
  over: z.number().int().nullable(),
})
export type BlastLine = z.infer<typeof blastRowSchema>

export const blastSchema = z.object({
  /** null: what is sold was never read. */
  readAt: isoTimeSchema.nullable(),
  teams: z.number().int(),
  /** Subscriptions to it that don't say whose they are. */
  nameless: z.number().int(),
  rows: z.array(blastRowSchema),
})
export type Blast = z.infer<typeof blastSchema>

export const usageWishSchema = z.object({ teamIds: z.array(tenantIdSchema).max(500) })

/** The last count of something that is believed; who isn't named wasn't counted. */
export const usageSchema = z.array(
  z.object({ teamId: z.string(), counter: z.string(), value: z.number(), measuredAt: isoTimeSchema }),
)
export type Usage = z.infer<typeof usageSchema>
