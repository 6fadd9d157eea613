import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'
import { askSchema } from './approvals.ts'

export const CONTRACT_KINDS = ['wire', 'marketplace', 'prepaid'] as const

const LIMIT_NAME = /^max-[a-z0-9]+(?:-[a-z0-9]+)*$/
const MOST = 999_999_999_999_999

export const contractLimitsSchema = z
  .record(z.string().max(60).regex(LIMIT_NAME, 'max-name, in small letters'), z.number().int().min(0).max(MOST))
  .refine((limits) => Object.keys(limits).length <= 30, 'at most 30 limits')

/** From the catalogue, as its price is described when it is approved; or stated. */
const contractPlanSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('price'), priceStripeId: z.string().min(1).max(300) }),
  z.strictObject({
    from: z.literal('stated'),
    name: z.string().trim().min(1).max(80),
    limits: contractLimitsSchema,
  }),
])
export type ContractPlan = z.infer<typeof contractPlanSchema>

const termsShape = {
  plan: contractPlanSchema,
  startsAt: isoTimeSchema,
  /** From this moment on it doesn't count. */
  endsAt: isoTimeSchema,
  /** How long after its end the tenant is still served, flagged. */
  graceDays: z.number().int().min(0).max(365),
  /** What support was promised, in words. */
  support: z.string().trim().min(1).max(80).nullable(),
}

export const startContractSchema = z
  .strictObject({
    teamId: z.string().trim().min(1).max(200),
    kind: z.enum(CONTRACT_KINDS),
    reference: z.string().trim().min(1).max(100),
    ...termsShape,
    /** For a tenant that has to be made. */
    tenantName: z.string().trim().min(1).max(50).nullable(),
    adminEmail: z.email().max(254).nullable(),
  })
  .refine(({ startsAt, endsAt }) => Date.parse(startsAt) < Date.parse(endsAt), 'an end after the start')
export type StartContract = z.infer<typeof startContractSchema>

/** All terms, also those that stay. Ending it early is an earlier end; ending it where it starts takes it back. */
export const changeContractSchema = z
  .strictObject({ contractId: z.string().min(1).max(100), revision: z.number().int().min(1), ...termsShape })
  .refine(({ startsAt, endsAt }) => Date.parse(startsAt) <= Date.parse(endsAt), 'an end that is not before the start')
export type ChangeContract = z.infer<typeof changeContractSchema>

const planFactsSchema = z.strictObject({ planName: z.string(), limits: contractLimitsSchema })

export const startContractFactsSchema = planFactsSchema.extend({
  /** Other contracts of the team, in words. */
  others: z.array(z.string()),
  /** How the tenant is now; null: there is none. */
  tenantState: z.string().nullable(),
})
export type StartContractFacts = z.infer<typeof startContractFactsSchema>

export const changeContractFactsSchema = planFactsSchema.extend({
  teamId: z.string(),
  kind: z.enum(CONTRACT_KINDS),
  reference: z.string(),
  revision: z.number().int(),
  before: planFactsSchema.extend({
    startsAt: isoTimeSchema,
    endsAt: isoTimeSchema,
    graceDays: z.number().int(),
    support: z.string().nullable(),
  }),
})
export type ChangeContractFacts = z.infer<typeof changeContractFactsSchema>

export const contractSchema = z.object({
  id: z.string(),
  teamId: z.string(),
  kind: z.enum(CONTRACT_KINDS),
  reference: z.string(),
  priceStripeId: z.string().nullable(),
  planName: z.string(),
  limits: contractLimitsSchema,
  support: z.string().nullable(),
  startsAt: isoTimeSchema,
  endsAt: isoTimeSchema,
  graceDays: z.number().int(),
  revision: z.number().int(),
  /** null: taken back before it began. */
  standing: z.object({ state: z.enum(['active', 'flagged', 'ended', 'coming']), reason: z.string() }).nullable(),
})
export type Contract = z.infer<typeof contractSchema>

/** A price of the catalogue that comes with a tenant and says its limits so that they can be read. */
export const tenantPlanSchema = z.object({ priceStripeId: z.string(), name: z.string(), limits: contractLimitsSchema })
export type TenantPlan = z.infer<typeof tenantPlanSchema>

export const askStartContractSchema = z.strictObject({ payload: startContractSchema, ask: askSchema })
export const askChangeContractSchema = z.strictObject({ payload: changeContractSchema, ask: askSchema })
