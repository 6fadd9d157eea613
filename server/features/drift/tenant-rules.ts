// Rule: who pays has a tenant, who doesn't has none that runs, and both have the limits of their plan. What is wanted is what
// the reconciler last made of Stripe's present state; what is, is the provisioner's own word where it can tell, else what
// it last said it had applied. What just changed is on its way and no difference yet.

import type { DriftSide } from '@countersign/shared/features/drift'
import type { Found } from './finding-rules.ts'

export interface TenantFacts {
  readonly teamId: string
  readonly customerStripeId: string | null
  /** null: none is wanted. */
  readonly wanted: { readonly state: string; readonly reason: string } | null
  /** As the provisioner last said that it had applied it; null: never. */
  readonly applied: string | null
  /** What is wanted was not heard to be applied yet. */
  readonly isComing: boolean
  /** What holds it up, and what in Stripe can't be read. */
  readonly problem: string | null
  readonly faults: ReadonlyArray<{
    readonly onStripeId: string
    readonly key: string
    readonly value: string
    readonly why: string
  }>
  /** How the tenant differs at the provisioner from what was applied; null: it can't tell. */
  readonly differences: ReadonlyArray<{
    readonly what: string
    readonly applied: string
    readonly actual: string
  }> | null
}

const SERVED = new Set(['active', 'flagged'])

const HEADS = { there: 'Wanted', here: 'At the provisioner' }

const base = ({ teamId, customerStripeId }: Pick<TenantFacts, 'teamId' | 'customerStripeId'>) => ({
  subjectId: teamId,
  teamId,
  customerStripeId,
  heads: HEADS,
  repair: {
    kind: 'reconcile',
    teamId,
    words:
      'Has the tenant compared with Stripe and handed to the provisioner again, at once. It becomes what is paid for, no more and no less.',
  } as const,
})

/** The state that it is in over there: the provisioner's word, else what was applied. */
const actualState = ({ applied, differences }: TenantFacts): { readonly isServed: boolean; readonly words: string } => {
  const gone = differences?.find(({ what }) => what === 'tenant')
  if (gone) return { isServed: false, words: gone.actual }
  const other = differences?.find(({ what }) => what === 'state')
  if (other) return { isServed: SERVED.has(other.actual.toLowerCase()), words: other.actual }
  return { isServed: applied !== null && SERVED.has(applied), words: applied ?? 'none' }
}

const stateSide = (facts: TenantFacts, actual: string): DriftSide => ({
  field: 'state',
  there: facts.wanted?.state ?? 'none',
  here: actual,
})

const foundHeld = (facts: TenantFacts, isServed: boolean): Found => {
  const [fault] = facts.faults
  return {
    ...base(facts),
    kind: 'tenant.held',
    severity: isServed ? 'stale' : 'shut-out',
    explanation: `The tenant of ${facts.teamId} is held: ${facts.problem ?? 'something in Stripe can’t be read.'}`,
    heads: { there: 'Stripe', here: 'Why it can’t be read' },
    sides: facts.faults.map(({ onStripeId, key, value, why }) => ({
      field: `${key} of ${onStripeId}`,
      there: value,
      here: why,
    })),
    repair: {
      kind: 'elsewhere',
      words: `Mend ${fault ? `“${fault.key}” in the metadata of ${fault.onStripeId}` : 'the metadata'} at Stripe; the tenant goes on by itself within half an hour.`,
    },
  }
}

const foundMissing = (facts: TenantFacts, actual: string): Found => ({
  ...base(facts),
  kind: 'tenant.missing',
  severity: 'shut-out',
  explanation: `Team ${facts.teamId} pays and its tenant doesn’t run. ${facts.wanted?.reason ?? ''}`.trim(),
  sides: [stateSide(facts, actual)],
})

const foundUnpaid = (facts: TenantFacts, actual: string): Found => ({
  ...base(facts),
  kind: 'tenant.unpaid',
  severity: 'money',
  explanation: `A tenant runs for ${facts.teamId} that nobody pays for. ${facts.wanted?.reason ?? ''}`.trim(),
  sides: [stateSide(facts, actual)],
})

const countIn = (text: string): number => (text === 'unlimited' ? Number.POSITIVE_INFINITY : Number(text))

/** Less than was paid for shuts the payer out of part of it; more is given away. */
const foundLimits = (facts: TenantFacts): Found | null => {
  const limits = (facts.differences ?? []).filter(({ what }) => what !== 'tenant' && what !== 'state')
  if (limits.length === 0) return null
  const isShort = limits.some(({ applied, actual }) => countIn(actual) < countIn(applied))
  return {
    ...base(facts),
    kind: 'tenant.limits',
    severity: isShort ? 'shut-out' : 'money',
    explanation: isShort
      ? `The tenant of ${facts.teamId} has less than its plan allows.`
      : `The tenant of ${facts.teamId} has more than its plan allows.`,
    sides: limits.map(({ what, applied, actual }) => ({ field: what, there: applied, here: actual })),
  }
}

/** It runs, and a change of its limits or its reason doesn't get through. */
const foundStuck = (facts: TenantFacts, actual: string): Found => ({
  ...base(facts),
  kind: 'tenant.held',
  severity: 'stale',
  explanation: `The tenant of ${facts.teamId} runs, and isn’t yet as it is paid for: ${facts.problem ?? 'its order waits.'}`,
  sides: [stateSide(facts, actual)],
})

const foundByState = (facts: TenantFacts, { isServed, words }: ReturnType<typeof actualState>): Found | null => {
  const isWanted = facts.wanted !== null && SERVED.has(facts.wanted.state)
  if (isWanted && !isServed) return foundMissing(facts, words)
  if (!isWanted && isServed) return foundUnpaid(facts, words)
  if (!isServed) return null
  return facts.isComing ? foundStuck(facts, words) : foundLimits(facts)
}

export const foundOnTenant = (facts: TenantFacts): Found | null => {
  const actual = actualState(facts)
  if (facts.problem !== null && facts.faults.length > 0) return foundHeld(facts, actual.isServed)
  const isOnItsWay = facts.isComing && facts.problem === null
  return isOnItsWay ? null : foundByState(facts, actual)
}

export interface PayerFacts {
  readonly teamId: string
  readonly customerStripeId: string
  readonly subscriptionStripeId: string
}

/** Pays for a plan with a tenant, and the reconciler has never heard of it. */
export const foundUnknownPayer = ({ teamId, customerStripeId, subscriptionStripeId }: PayerFacts): Found => ({
  ...base({ teamId, customerStripeId }),
  kind: 'tenant.missing',
  severity: 'shut-out',
  explanation: `Team ${teamId} pays for a plan with a tenant (${subscriptionStripeId}), and nobody has heard of its tenant.`,
  sides: [{ field: 'state', there: 'active', here: 'none' }],
})
