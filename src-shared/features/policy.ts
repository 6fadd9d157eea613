import { z } from 'zod'
import { currencySchema } from '../money.ts'
import { ACTION_KINDS, actionKindSchema, fewestApprovers, LATE_KINDS } from './action-kinds.ts'

/** What raises the number of approvers whatever the amount. */
export const FLAGS = ['forever', 'zero-total', 'negative-line', 'below-catalogue', 'repeated-quote'] as const
export const flagSchema = z.enum(FLAGS)
export type Flag = z.infer<typeof flagSchema>

/** Currency to minor units. A currency that is missing counts as above the table. */
const amountTableSchema = z.record(currencySchema, z.number().int().nonnegative().safe())
export type AmountTable = z.infer<typeof amountTableSchema>

export const approversSchema = z.union([z.literal(0), z.literal(1), z.literal(2)])
export type ApproverCount = z.infer<typeof approversSchema>

const bandSchema = z.strictObject({ upTo: amountTableSchema.nullable(), approvers: approversSchema })
export type Band = z.infer<typeof bandSchema>

const isAbove = (higher: Band, lower: Band): boolean => {
  const { upTo: low } = lower
  const { upTo: high } = higher
  if (low === null || higher.approvers < lower.approvers) return false
  if (high === null) return true
  const currencies = Object.keys({ ...low, ...high })
  return currencies.every((currency) => (high[currency] ?? -1) > (low[currency] ?? Number.POSITIVE_INFINITY))
}

const isAscending = (bands: readonly Band[]): boolean =>
  bands.at(-1)?.upTo === null && bands.slice(1).every((band, at) => isAbove(band, bands[at] ?? band))

const ruleSchema = z.strictObject({
  /** From small to large: each names the same currencies with higher sums and no fewer approvers; the last has no end. */
  bands: z.array(bandSchema).min(1).max(5).refine(isAscending, 'bands from small to large, the last without an end'),
})

const reasonSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]{0,39}$/, 'small letters and dashes'),
  label: z.string().trim().min(1).max(60),
  /** Whoever picks it has to say more in words of their own. */
  needsText: z.boolean(),
})
export type CreditReason = z.infer<typeof reasonSchema>

/** Goodwill: what one team may be given, and one agent may give, in 24 hours and in 12 months. */
export const BUDGETS = ['teamDay', 'teamYear', 'agentDay', 'agentYear'] as const
export type BudgetName = (typeof BUDGETS)[number]

const raiseSchema = z.union([z.literal(1), z.literal(2)])

const rulesSchema = z.record(actionKindSchema, ruleSchema).superRefine((rules, context) => {
  for (const kind of ACTION_KINDS) {
    const lowest = rules[kind]?.bands[0]
    if (lowest && lowest.approvers < fewestApprovers(kind)) {
      context.addIssue({ code: 'custom', path: [kind], message: 'this is always approved by somebody' })
    }
  }
})

/** Who has to approve what. Kept in versions; a change of it is itself approved. */
export const policySchema = z.strictObject({
  /** How long a request may wait for its approvers. */
  requestHours: z.number().int().min(1).max(720),
  /** How long a proof of a team lets a money request be made. */
  verificationHours: z.number().int().min(1).max(72),
  /** What a year of updates costs, in hundredths of the license's first price. */
  updatesPercent: z.number().int().min(1).max(100),
  creditReasons: z
    .array(reasonSchema)
    .min(1)
    .max(30)
    .refine((rows) => new Set(rows.map(({ id }) => id)).size === rows.length, 'each reason once'),
  budgets: z.strictObject({
    teamDay: amountTableSchema,
    teamYear: amountTableSchema,
    agentDay: amountTableSchema,
    agentYear: amountTableSchema,
  }),
  flags: z.record(flagSchema, raiseSchema),
  rules: rulesSchema,
})
export type Policy = z.infer<typeof policySchema>

const always = (approvers: ApproverCount) => ({ bands: [{ upTo: null, approvers }] })

const freeUpTo = (upTo: AmountTable) => ({
  bands: [
    { upTo, approvers: 0 as const },
    { upTo: null, approvers: 1 as const },
  ],
})

/** What a companion starts with. Amounts in minor units: cents, pence, yen, and a thousandth of a Kuwaiti dinar. */
export const DEFAULT_POLICY: Policy = {
  requestHours: 72,
  verificationHours: 8,
  updatesPercent: 40,
  creditReasons: [
    { id: 'outage', label: 'Outage', needsText: false },
    { id: 'billing-error', label: 'Billing error', needsText: false },
    { id: 'delayed-feature', label: 'Delayed feature', needsText: false },
    { id: 'prepaid-deal', label: 'Prepaid deal', needsText: false },
    { id: 'other', label: 'Other', needsText: true },
  ],
  budgets: {
    teamDay: { usd: 25_000, eur: 25_000, gbp: 20_000, jpy: 40_000, kwd: 75_000 },
    teamYear: { usd: 50_000, eur: 50_000, gbp: 40_000, jpy: 80_000, kwd: 150_000 },
    agentDay: { usd: 50_000, eur: 50_000, gbp: 40_000, jpy: 80_000, kwd: 150_000 },
    agentYear: { usd: 1_500_000, eur: 1_500_000, gbp: 1_200_000, jpy: 2_400_000, kwd: 4_500_000 },
  },
  flags: { forever: 2, 'zero-total': 1, 'negative-line': 1, 'below-catalogue': 1, 'repeated-quote': 1 },
  rules: {
    'credit.issue': always(1),
    'credit.reverse': always(1),
    'coupon.code': freeUpTo({ usd: 10_000, eur: 10_000, gbp: 8_000, jpy: 15_000, kwd: 30_000 }),
    'coupon.apply': always(1),
    'coupon.shared-code': always(1),
    'coupon.stack': always(1),
    'campaign.create': always(1),
    'subscription.change': always(1),
    'subscription.pause': always(1),
    'subscription.resume': always(1),
    'subscription.cancel': always(1),
    'billing.edit': always(1),
    'team.pick': always(1),
    'invoice.send': freeUpTo({ usd: 1_000_000, eur: 1_000_000, gbp: 800_000, jpy: 1_500_000, kwd: 3_000_000 }),
    'invoice.void': always(1),
    'invoice.credit-note': always(1),
    'invoice.paid-out-of-band': always(1),
    'invoice.uncollectible': always(1),
    'license.grant': always(1),
    'license.seats': always(1),
    'license.suspend': always(1),
    'license.revoke': always(1),
    'license.extend': always(1),
    'license.offline': always(1),
    'contract.start': always(1),
    'contract.change': always(1),
    'execution.resolve': always(1),
    'policy.change': always(1),
    'staff.appoint-approver': always(1),
    'staff.restore-approver': always(1),
    'approver-key.enrol': always(1),
    'approver-key.reset': always(1),
    'second-factor.reset': always(1),
  },
}

const withLateKinds = (value: unknown): unknown => {
  const kept = z.looseObject({ rules: z.looseObject({}) }).safeParse(value)
  if (!kept.success) return value
  const late = Object.fromEntries(LATE_KINDS.map((kind) => [kind, always(1)]))
  return { updatesPercent: DEFAULT_POLICY.updatesPercent, ...kept.data, rules: { ...late, ...kept.data.rules } }
}

/** A policy as it was kept, perhaps by a version that knew less: one approver decides each kind that is younger. */
export const keptPolicySchema = z.preprocess(withLateKinds, policySchema)
