// How one subscription stands towards its tenant: paid or on trial is active; past due is flagged at once and suspended after
// the plan's days; paused and ended are suspended. One whose first payment is missing doesn't count yet.

import { DAY_MS, dayWords, toIso } from '@countersign/shared/times'
import { type Fault, daysFaults, hasTenant, pastDueDays, type PlanItemFacts, planFaults } from './plan-rules.ts'

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

export interface Standing {
  readonly subscription: SubscriptionFacts
  /** The items whose plan has a tenant. */
  readonly items: readonly PlanItemFacts[]
  /** `unclear`: whether its plan has a tenant can't be read. */
  readonly state: 'active' | 'flagged' | 'suspended' | 'ended' | 'unclear'
  readonly reason: string
  readonly faults: readonly Fault[]
}

type Verdict = Pick<Standing, 'state' | 'reason'>

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
    ? { state: 'flagged', reason: `${head}; suspended on ${end} unless it is paid.` }
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
  if (items.length === 0) {
    if (unclear.length === 0) return null
    return {
      subscription: facts,
      items,
      state: 'unclear',
      reason: 'Whether the plan has a tenant can’t be read.',
      faults: unclear,
    }
  }
  const verdict = verdictOf(facts, items, { terms, now })
  return verdict && { subscription: facts, items, ...verdict, faults: [...unclear, ...items.flatMap(daysFaults)] }
}
