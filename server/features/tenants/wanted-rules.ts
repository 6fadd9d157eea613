// What a team's tenant shall be, from what Stripe says now: the best of the team's subscriptions decides, so whoever pays for
// one is never suspended for another. Of several plans each limit is the highest, and unlimited where one of them has none.
// Limits that can't be read keep their last good value; a tenant that has none yet waits until they are mended.

import { type Fault, limitsOf } from './plan-rules.ts'
import { type PlanTerms, type Standing, standingOf, type SubscriptionFacts } from './standing-rules.ts'

export type Limits = Readonly<Record<string, number>>

export interface WantedFacts {
  readonly teamId: string
  readonly teamKeys: readonly string[]
  readonly subscriptions: readonly SubscriptionFacts[]
  /** Whether a tenant was ever handed to the provisioner. */
  readonly isHandedOver: boolean
  /** As they were last applied. */
  readonly lastLimits: Limits | null
  readonly terms: PlanTerms
  readonly now: number
}

export interface Profile {
  readonly name: string | null
  readonly description: string | null
  readonly adminUser: string | null
  readonly adminEmail: string | null
}

/** `absent`: there is no tenant and none is wanted. `held`: nothing is done until a fault is mended. */
export type Wanted =
  | { readonly kind: 'absent'; readonly reason: string; readonly faults: readonly Fault[] }
  | { readonly kind: 'held'; readonly reason: string; readonly faults: readonly Fault[] }
  | {
      readonly kind: 'wanted'
      readonly state: 'active' | 'flagged' | 'suspended'
      readonly reason: string
      /** Null: they stay as they are. */
      readonly limits: Limits | null
      readonly customerStripeId: string | null
      readonly profile: Profile
      readonly faults: readonly Fault[]
    }

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

const RANKS = ['active', 'flagged', 'unclear', 'suspended', 'ended'] as const

const older = (one: SubscriptionFacts, other: SubscriptionFacts): number =>
  one.createdAt.localeCompare(other.createdAt) || one.stripeId.localeCompare(other.stripeId)

/** The best first. Of those that ended the newest tells why, of the others the oldest. */
const inOrder = (one: Standing, other: Standing): number => {
  const rank = RANKS.indexOf(one.state) - RANKS.indexOf(other.state)
  const age = older(one.subscription, other.subscription)
  return rank || (one.state === 'ended' ? -age : age)
}

interface Combined {
  readonly limits: Limits
  readonly unread: ReadonlySet<string>
  readonly faults: readonly Fault[]
}

const combine = (served: readonly Standing[]): Combined => {
  const plans = served.flatMap(({ items }) => items.map(limitsOf))
  const keys = [...new Set(plans.flatMap(({ limits }) => [...limits.keys()]))].toSorted()
  const everywhere = keys.filter((key) => plans.every(({ limits }) => limits.has(key)))
  const highest = (key: string) => Math.max(...plans.map(({ limits }) => limits.get(key) ?? 0))
  return {
    limits: Object.fromEntries(everywhere.map((key) => [key, highest(key)])),
    unread: new Set(plans.flatMap(({ unread }) => unread)),
    faults: plans.flatMap(({ faults }) => faults),
  }
}

/** What can't be read is what it was: a number, or unlimited. */
const keepLast = ({ limits, unread }: Combined, last: Limits): Limits => {
  const kept = Object.entries(last).filter(([key]) => unread.has(key))
  return Object.fromEntries([...Object.entries(limits).filter(([key]) => !unread.has(key)), ...kept])
}

const profileOf = ({ metadata }: SubscriptionFacts): Profile => ({
  name: textOf(metadata, 'tenant-name'),
  description: textOf(metadata, 'tenant-description'),
  adminUser: textOf(metadata, 'admin-user'),
  adminEmail: textOf(metadata, 'admin-email'),
})

const NOBODY: Profile = { name: null, description: null, adminUser: null, adminEmail: null }

const distinct = (faults: readonly Fault[]): Fault[] =>
  [...new Map(faults.map((fault) => [`${fault.onStripeId} ${fault.key}`, fault])).entries()]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([, fault]) => fault)

const serve = (best: Standing, served: readonly Standing[], { lastLimits }: WantedFacts): Wanted => {
  const combined = combine(served)
  const faults = distinct([...served.flatMap((standing) => standing.faults), ...combined.faults])
  if (combined.unread.size > 0 && lastLimits === null)
    return { kind: 'held', reason: 'The plan’s limits can’t be read, and there are no earlier ones.', faults }
  return {
    kind: 'wanted',
    state: best.state === 'flagged' ? 'flagged' : 'active',
    reason: best.reason,
    limits: combined.unread.size > 0 ? keepLast(combined, lastLimits ?? {}) : combined.limits,
    customerStripeId: best.subscription.customerStripeId,
    profile: profileOf(best.subscription),
    faults,
  }
}

const stop = (best: Standing | undefined, { isHandedOver }: WantedFacts): Wanted => {
  const reason = best?.reason ?? 'No subscription of this team is to a plan with a tenant.'
  const faults = distinct(best?.faults ?? [])
  if (best?.state === 'unclear') return { kind: 'held', reason, faults }
  if (!isHandedOver) return { kind: 'absent', reason, faults }
  const customerStripeId = best?.subscription.customerStripeId ?? null
  return { kind: 'wanted', state: 'suspended', reason, limits: null, customerStripeId, profile: NOBODY, faults }
}

export const decideWanted = (facts: WantedFacts): Wanted => {
  const { teamId, teamKeys, subscriptions, terms, now } = facts
  const ranked = subscriptions
    .filter((subscription) => tenantIdOf(subscription, teamKeys) === teamId)
    .map((subscription) => standingOf(subscription, terms, now))
    .filter((standing) => standing !== null)
    .toSorted(inOrder)
  const served = ranked.filter(({ state }) => state === 'active' || state === 'flagged')
  const [best] = served
  return best ? serve(best, served, facts) : stop(ranked[0], facts)
}
