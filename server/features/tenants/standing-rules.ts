// How one subscription stands towards its tenant: paid or on trial is active; past due is flagged at once and suspended after
// the plan's days; paused and ended are suspended. One whose first payment is missing doesn't count yet.

import { DAY_MS, dayWords, toIso } from '@countersign/shared/times'
import {
  type Fault,
  daysFaults,
  hasTenant,
  limitsOf,
  pastDueDays,
  type PlanItemFacts,
  type PlanLimits,
  planFaults,
} from './plan-rules.ts'

export interface SubscriptionFacts {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly status: string
  readonly metadata: Readonly<Record<string, string>>
  readonly customerMetadata: Readonly<Record<string, string>>
  readonly createdAt: string
  readonly trialEndsAt: string | null
  readonly cancelAt: string | null
  readonly endedAt: string | null
  readonly isCollectionPaused: boolean
  readonly unpaidSince: string | null
  readonly items: readonly PlanItemFacts[]
}

export interface PlanTerms {
  /** Prices and products that have a tenant, whatever their metadata says. */
  readonly plans: readonly string[]
  readonly pastDueDays: number
}

export interface Profile {
  readonly name: string | null
  readonly description: string | null
  readonly adminUser: string | null
  readonly adminEmail: string | null
}

/** What one agreement, whoever keeps it, means for its team's tenant. */
export interface Standing {
  readonly backend: 'stripe' | 'contract'
  readonly agreementId: string
  readonly customerStripeId: string | null
  readonly createdAt: string
  readonly profile: Profile
  /** What its plans limit. */
  readonly plans: readonly PlanLimits[]
  /** `unclear`: whether its plan has a tenant can’t be read. `coming`: it hasn’t begun. */
  readonly state: 'active' | 'flagged' | 'suspended' | 'ended' | 'unclear' | 'coming'
  readonly reason: string
  /** When time alone makes it another; null: never. */
  readonly changesAt: number | null
  readonly faults: readonly Fault[]
}

type Verdict = Pick<Standing, 'state' | 'reason'> & { readonly changesAt?: number }

type Metadata = Readonly<Record<string, string>>

const textOf = (metadata: Metadata, key: string): string | null => {
  const text = Object.hasOwn(metadata, key) ? metadata[key]?.trim() : undefined
  return text === undefined || text === '' ? null : text
}

const firstOf = (metadata: Metadata, keys: readonly string[]): string | null =>
  keys.map((key) => textOf(metadata, key)).find((value) => value !== null) ?? null

/** Whose tenant a subscription pays for: its own metadata, else its customer's. */
export const tenantIdOf = (
  { metadata, customerMetadata }: Pick<SubscriptionFacts, 'metadata' | 'customerMetadata'>,
  teamKeys: readonly string[],
): string | null => firstOf(metadata, teamKeys) ?? firstOf(customerMetadata, teamKeys)

const profileOf = ({ metadata }: SubscriptionFacts): Profile => ({
  name: textOf(metadata, 'tenant-name'),
  description: textOf(metadata, 'tenant-description'),
  adminUser: textOf(metadata, 'admin-user'),
  adminEmail: textOf(metadata, 'admin-email'),
})

const plansOf = (items: readonly PlanItemFacts[]): string =>
  `“${[...new Set(items.map(({ productName }) => productName))].toSorted().join(' + ')}”`

const whenPaid = (facts: SubscriptionFacts, plan: string): Verdict => {
  const { trialEndsAt, cancelAt, isCollectionPaused } = facts
  const until = trialEndsAt === null ? '' : ` until ${dayWords(trialEndsAt)}`
  const runs = facts.status === 'trialing' ? `On trial of ${plan}${until}.` : `${plan} is paid.`
  const head = isCollectionPaused ? `${plan} runs; collecting its payments is paused.` : runs
  return { state: 'active', reason: cancelAt === null ? head : `${head} It ends on ${dayWords(cancelAt)}.` }
}

/** The shortest of the items' days counts; days that can't be read never suspend anybody. */
const servedUntil = (since: string, items: readonly PlanItemFacts[], byDefault: number): number | null => {
  const days = items.map((item) => pastDueDays(item, byDefault))
  return days.includes(null) ? null : Date.parse(since) + Math.min(...days.filter((count) => count !== null)) * DAY_MS
}

const whenPastDue = (
  since: string | null,
  until: number | null,
  { plan, now }: { plan: string; now: number },
): Verdict => {
  if (since === null) return { state: 'flagged', reason: `${plan} is past due; no open invoice says since when.` }
  const head = `${plan} is past due since ${dayWords(since)}`
  if (until === null) return { state: 'flagged', reason: `${head}; how long it is served can’t be read.` }
  const end = dayWords(toIso(until))
  return now < until
    ? { state: 'flagged', reason: `${head}; suspended on ${end} unless it is paid.`, changesAt: until }
    : { state: 'suspended', reason: `${head}, and was served until ${end}.` }
}

const verdictOf = (
  facts: SubscriptionFacts,
  items: readonly PlanItemFacts[],
  { terms, now }: { terms: PlanTerms; now: number },
): Verdict | null => {
  const plan = plansOf(items)
  switch (facts.status) {
    case 'active':
    case 'trialing':
      return whenPaid(facts, plan)
    case 'past_due':
    case 'unpaid': {
      const since = facts.unpaidSince
      return whenPastDue(since, since === null ? null : servedUntil(since, items, terms.pastDueDays), { plan, now })
    }
    case 'paused':
      return { state: 'suspended', reason: `${plan} is paused.` }
    case 'canceled':
      return {
        state: 'ended',
        reason: `${plan} ended${facts.endedAt === null ? '' : ` on ${dayWords(facts.endedAt)}`}.`,
      }
    default:
      return null
  }
}

const RUNNING = new Set(['active', 'trialing', 'past_due', 'unpaid', 'paused'])

/** Null when it says nothing about a tenant. */
export const standingOf = (facts: SubscriptionFacts, terms: PlanTerms, now: number): Standing | null => {
  const items = facts.items.filter((item) => hasTenant(item, terms.plans) === true)
  const unclear = RUNNING.has(facts.status) ? facts.items.flatMap((item) => planFaults(item, terms.plans)) : []
  const agreement = {
    backend: 'stripe' as const,
    agreementId: facts.stripeId,
    customerStripeId: facts.customerStripeId,
    createdAt: facts.createdAt,
    profile: profileOf(facts),
    plans: items.map(limitsOf),
    changesAt: null,
  }
  if (items.length === 0) {
    if (unclear.length === 0) return null
    const reason = 'Whether the plan has a tenant can’t be read.'
    return { ...agreement, state: 'unclear', reason, faults: unclear }
  }
  const verdict = verdictOf(facts, items, { terms, now })
  return verdict && { ...agreement, ...verdict, faults: [...unclear, ...items.flatMap(daysFaults)] }
}

export interface TeamWish {
  readonly teamId: string
  readonly teamKeys: readonly string[]
  readonly terms: PlanTerms
}

/** Of those that name the team. */
export const subscriptionStandings = (
  subscriptions: readonly SubscriptionFacts[],
  { teamId, teamKeys, terms }: TeamWish,
  now: number,
): Standing[] =>
  subscriptions
    .filter((subscription) => tenantIdOf(subscription, teamKeys) === teamId)
    .map((subscription) => standingOf(subscription, terms, now))
    .filter((standing) => standing !== null)
