import { z } from 'zod'
import { isoTimeSchema } from '../times.ts'

export const TENANT_SHOWS = ['stuck', 'all'] as const

export const TENANT_STATES = ['active', 'flagged', 'suspended', 'archived'] as const
const stateSchema = z.enum(TENANT_STATES)

const tenantIdSchema = z.string().min(1).max(500)

const limitsSchema = z.record(z.string(), z.number().int())

const faultSchema = z.object({ onStripeId: z.string(), key: z.string(), value: z.string(), why: z.string() })

const tenantSchema = z.object({
  teamId: tenantIdSchema,
  /** `none`: no plan with a tenant was ever paid for. `requested`: wanted, and not yet heard to be there. */
  state: z.enum(['none', 'requested', ...TENANT_STATES]),
  reason: z.string().nullable(),
  /** What it shall become; null when it is that already. */
  coming: z.object({ state: stateSchema, reason: z.string() }).nullable(),
  /** As last applied. null: none were; empty: everything is unlimited. */
  limits: limitsSchema.nullable(),
  /** Limits that whoever runs the tenants doesn't know. */
  ignoredLimits: z.array(z.string()),
  /** What in Stripe can't be read as meant. */
  faults: z.array(faultSchema),
  /** Why nothing goes on. */
  problem: z.string().nullable(),
  /** Since when it needs a person. */
  stuckSince: isoTimeSchema.nullable(),
  customerStripeId: z.string().nullable(),
  /** What pays for it; null: nothing does. */
  paidBy: z.object({ backend: z.enum(['stripe', 'contract']), agreementId: z.string() }).nullable(),
  /** Since when it is suspended; null while it isn't. */
  stoppedAt: isoTimeSchema.nullable(),
  /** When whoever runs it last told what it is there, and why that can't be told now. */
  lookedAt: isoTimeSchema.nullable(),
  lookProblem: z.string().nullable(),
  checkedAt: isoTimeSchema.nullable(),
  nextAt: isoTimeSchema,
})
export type Tenant = z.infer<typeof tenantSchema>

export const tenantsWishSchema = z.object({ show: z.enum(TENANT_SHOWS), cursor: tenantIdSchema.nullish() })
export type TenantsWish = z.infer<typeof tenantsWishSchema>

export const tenantsSchema = z.object({ tenants: z.array(tenantSchema), nextCursor: tenantIdSchema.nullable() })
export type Tenants = z.infer<typeof tenantsSchema>

export const tenantSetupSchema = z.object({
  /** null: nobody runs tenants here. */
  provisioner: z
    .object({
      kind: z.enum(['http-callback', 'the-things-stack']),
      host: z.string(),
      pastDueDays: z.number().int(),
      archiveDays: z.number().int().nullable(),
    })
    .nullable(),
  /** When the whole account was last looked through. */
  sweptAt: isoTimeSchema.nullable(),
  /** Running subscriptions to a plan with a tenant that don't say whose. */
  nameless: z.array(z.string()),
  stuck: z.number().int(),
})
export type TenantSetup = z.infer<typeof tenantSetupSchema>

export const tenantWishSchema = z.object({ teamId: tenantIdSchema })

/** The invitation of the first administrator, as far as staff may see it. */
const invitationSchema = z.object({
  email: z.string(),
  receivedAt: isoTimeSchema,
  sends: z.number().int(),
})

/** null: nobody runs tenants here, or nothing is known of this team's. */
export const teamTenantSchema = z
  .object({ tenant: tenantSchema, invitation: invitationSchema.nullable(), canInvite: z.boolean() })
  .nullable()
export type TeamTenant = z.infer<typeof teamTenantSchema>

export const inviteAgainSchema = z.strictObject({ teamId: tenantIdSchema, reason: z.string().trim().min(3).max(500) })

export const tenantHistorySchema = z.object({
  events: z.array(
    z.object({
      sequence: z.number().int(),
      kind: z.enum(['noted', 'wanted', 'applied', 'held', 'stuck', 'differed', 'agreed', 'invited']),
      state: stateSchema.nullable(),
      text: z.string(),
      limits: limitsSchema.nullable(),
      at: isoTimeSchema,
    }),
  ),
})
export type TenantHistory = z.infer<typeof tenantHistorySchema>
