import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

/** What a plan grants beside its seats. */
export const licenseTermsSchema = z.object({
  /** `max-…` → whole number; absent = unlimited, 0 = none. */
  limits: z.record(z.string(), z.number().int()),
  supportPriority: z.string().nullable(),
  hasMultiTenancy: z.boolean(),
  /** For how long it is served after a payment was due. */
  pastDueDays: z.number().int().min(0),
  checkEverySeconds: z.number().int().min(1),
  /** For how long the software runs without contact. */
  graceSeconds: z.number().int().min(1),
  /** For how long a seat is kept without a check. */
  seatSeconds: z.number().int().min(1),
  ephemeralSeatSeconds: z.number().int().min(1),
})
export type LicenseTerms = z.infer<typeof licenseTermsSchema>

/** A plan that says nothing of them. */
export const DEFAULT_TERMS: LicenseTerms = {
  limits: {},
  supportPriority: null,
  hasMultiTenancy: false,
  pastDueDays: 14,
  checkEverySeconds: 3600,
  graceSeconds: 86_400,
  seatSeconds: 86_400,
  ephemeralSeatSeconds: 600,
}

/** What Stripe said when it was last asked of what a licence stands on. */
export const billingFactsSchema = z.discriminatedUnion('from', [
  z.object({
    from: z.literal('subscription'),
    status: z.string(),
    /** Sent by invoice, and none was paid so far. */
    awaitsFirstPayment: z.boolean(),
    unpaidSince: isoTimeSchema.nullable(),
    cancelAt: isoTimeSchema.nullable(),
    endedAt: isoTimeSchema.nullable(),
    /** The item was taken off the subscription. */
    isItemGone: z.boolean(),
  }),
  z.object({
    from: z.literal('invoice'),
    status: z.enum(['draft', 'open', 'paid', 'void', 'uncollectible', 'gone']),
    paidAt: isoTimeSchema.nullable(),
  }),
])
export type BillingFacts = z.infer<typeof billingFactsSchema>

export const LICENSE_STATES = ['pending-payment', 'active', 'past-due', 'suspended', 'ended', 'revoked'] as const
export type LicenseState = (typeof LICENSE_STATES)[number]

/** The address of an installation without a way out, which is heard of by its file only. */
export const OFFLINE = 'offline'
