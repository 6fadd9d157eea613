import { z } from 'zod'
import { teamIdSchema } from '../ids.ts'
import { environmentSchema, productSchema, versionSchema } from '../licenses-api.ts'
import { moneySchema } from '../money.ts'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'
import { taskIdSchema } from './invoice-work.ts'
import { LICENSE_STATES, licenseTermsSchema } from './license-facts.ts'

const ULID = '[0-9A-HJKMNP-TV-Z]{26}'
export const licenseIdSchema = z.string().regex(new RegExp(`^lic_${ULID}$`))
export const instanceIdSchema = z.string().regex(new RegExp(`^ins_${ULID}$`))
export const offlineFileIdSchema = z.string().regex(new RegExp(`^lof_${ULID}$`))
const renewalIdSchema = z.string().regex(new RegExp(`^lrn_${ULID}$`))
const daySchema = z.iso.date()
const wordsSchema = z.string().trim().min(3).max(1000)

/** Paid, and held by instances at the moment. */
const seatsSchema = z.object({ paid: z.number().int(), held: z.number().int() })

export const licenseLineSchema = z.object({
  id: licenseIdSchema,
  teamId: z.string(),
  customerStripeId: z.string().nullable(),
  customerName: z.string().nullable(),
  product: z.string(),
  plan: z.string(),
  kind: z.enum(['subscription', 'perpetual', 'offline']),
  source: z.enum(['item', 'invoice', 'word']),
  state: z.enum(LICENSE_STATES),
  /** Why it is so, in words. */
  reason: z.string(),
  /** Until when it is served as far as is known. */
  until: isoTimeSchema.nullable(),
  production: seatsSchema,
  development: seatsSchema,
  /** Last day whose releases are covered; null: every version. */
  updatesUntil: daySchema.nullable(),
  /** Last groups of the keys that are valid. */
  keyEndings: z.array(z.string()),
  /** What of the plan in Stripe can't be read; the last good terms stay. */
  problem: z.string().nullable(),
  createdAt: isoTimeSchema,
})
export type LicenseLine = z.infer<typeof licenseLineSchema>

/** `updates`: they ended, or end within sixty days. */
export const LICENSE_SHOWS = ['all', 'keyless', 'problems', 'updates'] as const
export type LicenseShow = (typeof LICENSE_SHOWS)[number]

export const licensesWishSchema = z.object({
  show: z.enum(LICENSE_SHOWS),
  /** A team, a customer, a license, or the ending of a key. */
  text: z.string().trim().max(200).optional(),
  cursor: licenseIdSchema.nullish(),
})
export type LicensesWish = z.infer<typeof licensesWishSchema>

export const licensesSchema = z.object({ licenses: z.array(licenseLineSchema), nextCursor: licenseIdSchema.nullable() })
export type Licenses = z.infer<typeof licensesSchema>

export const teamLicensesWishSchema = z.object({ teamIds: z.array(teamIdSchema).max(20) })

export const instanceLineSchema = z.object({
  id: instanceIdSchema,
  licenseId: licenseIdSchema,
  installId: z.string(),
  name: z.string(),
  environment: environmentSchema,
  isEphemeral: z.boolean(),
  version: z.string(),
  releasedOn: z.string(),
  lastSeenAt: isoTimeSchema,
  lastAddress: z.string(),
  seatUntil: isoTimeSchema,
  runUntil: isoTimeSchema,
  /** `silent`: no check when one was due. `idle`: its seat returned by itself. */
  standing: z.enum(['running', 'silent', 'idle', 'locked', 'released']),
  isCloneSuspected: z.boolean(),
  counts: z.record(z.string(), z.number().int()),
  createdAt: isoTimeSchema,
})
export type InstanceLine = z.infer<typeof instanceLineSchema>

export const licenseEventSchema = z.object({
  sequence: z.number().int(),
  kind: z.string(),
  text: z.string(),
  instanceId: z.string().nullable(),
  byName: z.string(),
  reason: z.string().nullable(),
  at: isoTimeSchema,
})
export type LicenseEvent = z.infer<typeof licenseEventSchema>

export const offlineFileSchema = z.object({
  id: offlineFileIdSchema,
  installId: z.string(),
  name: z.string(),
  version: z.string(),
  environment: environmentSchema,
  issuedBy: z.string(),
  issuedAt: isoTimeSchema,
  endsAt: isoTimeSchema,
  state: z.enum(['live', 'ended', 'withdrawn']),
  withdrawnFor: z.string().nullable(),
})
export type OfflineFile = z.infer<typeof offlineFileSchema>

export const renewalSchema = z.object({
  id: renewalIdSchema,
  state: z.enum(['offered', 'paid', 'dropped']),
  percent: z.number().int(),
  amount: moneySchema,
  days: z.number().int(),
  quoteId: z.string(),
  offeredBy: z.string(),
  offeredAt: isoTimeSchema,
  updatesAfter: daySchema.nullable(),
})
export type Renewal = z.infer<typeof renewalSchema>

export const licenseSchema = licenseLineSchema.extend({
  terms: licenseTermsSchema,
  subscriptionStripeId: z.string().nullable(),
  itemStripeId: z.string().nullable(),
  invoiceStripeId: z.string().nullable(),
  keys: z.array(z.object({ ending: z.string(), createdAt: isoTimeSchema, validUntil: isoTimeSchema.nullable() })),
  extendedUntil: isoTimeSchema.nullable(),
  isSuspendedByHand: z.boolean(),
  /** What is known of it may be older than this. */
  factsAsOf: isoTimeSchema.nullable(),
  newestCovered: z.object({ version: z.string(), releasedOn: daySchema }).nullable(),
  instances: z.array(instanceLineSchema),
  offlineFiles: z.array(offlineFileSchema),
  renewals: z.array(renewalSchema),
  /** What it was first sold for; null: nobody knows here. */
  soldFor: moneySchema.nullable(),
  events: z.array(licenseEventSchema),
})
export type License = z.infer<typeof licenseSchema>

export const licenseWishSchema = z.object({ id: licenseIdSchema })
export const instanceWishSchema = z.object({ id: instanceIdSchema })

/** Why an instance stopped, or would. */
export const whySchema = z.object({
  instance: instanceLineSchema,
  license: licenseLineSchema,
  headline: z.string(),
  isLocked: z.boolean(),
  /** When it locks or locked, if nothing is heard. */
  locksAt: isoTimeSchema,
  known: z.array(z.string()),
  likely: z.array(z.string()),
  notKnown: z.array(z.string()),
  checks: z.array(z.object({ name: z.string(), isGood: z.boolean(), text: z.string() })),
  /** To the customer, ready to send. */
  reply: z.string(),
  siblings: z.array(instanceLineSchema),
})
export type Why = z.infer<typeof whySchema>

export const forecastSchema = z.object({
  instances: z.array(instanceLineSchema.extend({ teamId: z.string(), product: z.string(), plan: z.string() })),
  licenses: z.array(licenseLineSchema),
})
export type Forecast = z.infer<typeof forecastSchema>

/** Of an instance's seat: freed, or its release taken back. */
export const seatActInputSchema = z.strictObject({ id: instanceIdSchema, reason: wordsSchema })

/** How long a key that has a successor stays valid. */
export const MOST_OVERLAP_DAYS = 90
export const makeKeyInputSchema = z.strictObject({
  id: licenseIdSchema,
  overlapDays: z.number().int().min(0).max(MOST_OVERLAP_DAYS),
  reason: wordsSchema,
})
/** Said once; nobody can read it again. */
export const madeKeySchema = z.object({ key: z.string(), olderValidUntil: isoTimeSchema.nullable() })
export type MadeKey = z.infer<typeof madeKeySchema>

export const issueTaskInputSchema = z.strictObject({ taskId: taskIdSchema })
export const issueInvoiceInputSchema = z.strictObject({
  invoiceStripeId: z.string().regex(/^in_[A-Za-z0-9_]{1,250}$/),
})
export const issuedSchema = z.object({ licenseIds: z.array(licenseIdSchema) })

const grantedSchema = z.strictObject({
  teamId: teamIdSchema,
  customerStripeId: z
    .string()
    .regex(/^cus_[A-Za-z0-9_]{1,250}$/)
    .nullable(),
  product: productSchema,
  plan: z.string().trim().min(1).max(200),
  kind: z.enum(['subscription', 'perpetual', 'offline']),
  seats: z.number().int().min(0).max(100_000),
  developmentSeats: z.number().int().min(0).max(100_000),
  limits: z.record(z.string().regex(/^max-[a-z0-9]+(?:-[a-z0-9]+)*$/), z.number().int().min(0)),
  supportPriority: z.string().trim().min(1).max(60).nullable(),
  hasMultiTenancy: z.boolean(),
  /** Last day; null: none. */
  endsOn: daySchema.nullable(),
  updatesUntil: daySchema.nullable(),
  /** Where it comes from, in another system's words. */
  reference: z.string().trim().max(200).nullable(),
  /** SHA-256 of keys of the other system, in hexadecimal; empty: a key is made here. */
  keyHashes: z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(5),
})
export type Granted = z.infer<typeof grantedSchema>

export const MOST_GRANTED = 500
export const grantPayloadSchema = z.strictObject({ licenses: z.array(grantedSchema).min(1).max(MOST_GRANTED) })
export type GrantPayload = z.infer<typeof grantPayloadSchema>
export const licenseActPayloadSchema = z.strictObject({ licenseId: licenseIdSchema })
export const extendPayloadSchema = z.strictObject({
  licenseId: licenseIdSchema,
  days: z.number().int().min(1).max(90),
})
export const seatsPayloadSchema = z.strictObject({
  licenseId: licenseIdSchema,
  seats: z.number().int().min(0).max(100_000),
  developmentSeats: z.number().int().min(0).max(100_000),
})
export const offlinePayloadSchema = z.strictObject({
  licenseId: licenseIdSchema,
  requestCode: z.string().trim().min(10).max(2000),
  endsOn: daySchema,
})
export type OfflinePayload = z.infer<typeof offlinePayloadSchema>

export const licenseAskSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('license.grant'), payload: grantPayloadSchema }),
  z.strictObject({ kind: z.literal('license.suspend'), payload: licenseActPayloadSchema }),
  z.strictObject({ kind: z.literal('license.revoke'), payload: licenseActPayloadSchema }),
  z.strictObject({ kind: z.literal('license.extend'), payload: extendPayloadSchema }),
  z.strictObject({ kind: z.literal('license.seats'), payload: seatsPayloadSchema }),
  z.strictObject({ kind: z.literal('license.offline'), payload: offlinePayloadSchema }),
])
export type LicenseAsk = z.infer<typeof licenseAskSchema>
export const askLicenseInputSchema = z.strictObject({ wish: licenseAskSchema, ask: askSchema })

export const resumeInputSchema = z.strictObject({ id: licenseIdSchema, reason: wordsSchema })

export const importInputSchema = z.strictObject({ text: z.string().max(1_000_000) })
export const importReadingSchema = z.object({
  licenses: z.array(grantedSchema),
  problems: z.array(z.object({ row: z.number().int(), column: z.string().nullable(), why: z.string() })),
})
export type ImportReading = z.infer<typeof importReadingSchema>

export const releaseRowSchema = z.object({ product: z.string(), version: z.string(), releasedOn: daySchema })
export type ReleaseRow = z.infer<typeof releaseRowSchema>
export const releasesWishSchema = z.object({ product: productSchema.optional() })
export const releasesSchema = z.object({ releases: z.array(releaseRowSchema), products: z.array(z.string()) })
export const registerReleaseInputSchema = z.strictObject({
  product: productSchema,
  version: versionSchema,
  releasedOn: daySchema,
  /** Why a day that is registered changes; needed then. */
  reason: wordsSchema.nullable(),
})
export type RegisterRelease = z.infer<typeof registerReleaseInputSchema>

export const offerRenewalInputSchema = z.strictObject({
  id: licenseIdSchema,
  acceptedBy: z.string().trim().min(1).max(200),
  billingEmail: z.email().max(320),
})
export const offeredSchema = z.object({ renewal: renewalSchema })
export const renewalPriceSchema = z.object({
  percent: z.number().int(),
  amount: moneySchema,
  /** Were it paid today. */
  updatesAfter: daySchema,
})

export const withdrawFileInputSchema = z.strictObject({ id: offlineFileIdSchema, reason: wordsSchema })
export const issuedFileSchema = z.object({ file: offlineFileSchema, text: z.string() })
