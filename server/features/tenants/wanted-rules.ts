// What a team's tenant shall be, from what its agreements mean now, whoever keeps them: the best one decides, so whoever pays
// in one way is never suspended for another, and a move from one to the other interrupts nothing while they overlap. Of several
// plans each limit is the highest, and unlimited where one of them has none. Limits that can't be read keep their last good
// value; a tenant that has none yet waits until they are mended. What nobody pays for is suspended, and archived after the
// policy's days.

import { DAY_MS, dayWords, toIso } from '@countersign/shared/times'
import type { Fault } from './plan-rules.ts'
import type { Profile, Standing } from './standing-rules.ts'

export type { Profile } from './standing-rules.ts'

export type Limits = Readonly<Record<string, number>>

export interface WantedFacts {
  readonly standings: readonly Standing[]
  /** Whether a tenant was ever handed to the provisioner. */
  readonly isHandedOver: boolean
  /** As they were last applied. */
  readonly lastLimits: Limits | null
  /** Since when it is wanted to be suspended; null while it isn't. */
  readonly stoppedAt: number | null
  /** null: nothing is ever archived. */
  readonly archiveDays: number | null
  readonly now: number
}

/** `absent`: there is no tenant and none is wanted. `held`: nothing is done until a fault is mended. */
export type Wanted = (
  | { readonly kind: 'absent' }
  | { readonly kind: 'held' }
  | {
      readonly kind: 'wanted'
      readonly state: 'active' | 'flagged' | 'suspended' | 'archived'
      /** Null: they stay as they are. */
      readonly limits: Limits | null
      readonly customerStripeId: string | null
      /** Null: nobody pays. */
      readonly paidBy: { readonly backend: Standing['backend']; readonly agreementId: string } | null
      readonly profile: Profile
    }
) & {
  readonly reason: string
  readonly faults: readonly Fault[]
  /** When time alone makes it another; null: never. */
  readonly changesAt: number | null
}

const RANKS = ['active', 'flagged', 'unclear', 'suspended', 'ended', 'coming'] as const

const older = (one: Standing, other: Standing): number =>
  one.createdAt.localeCompare(other.createdAt) || one.agreementId.localeCompare(other.agreementId)

/** The best first. Of those that ended the newest tells why, of the others the oldest. */
const inOrder = (one: Standing, other: Standing): number => {
  const rank = RANKS.indexOf(one.state) - RANKS.indexOf(other.state)
  const age = older(one, other)
  return rank || (one.state === 'ended' ? -age : age)
}

interface Combined {
  readonly limits: Limits
  readonly unread: ReadonlySet<string>
  readonly faults: readonly Fault[]
}

const combine = (served: readonly Standing[]): Combined => {
  const plans = served.flatMap((standing) => standing.plans)
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

const NOBODY: Profile = { name: null, description: null, adminUser: null, adminEmail: null }

const distinct = (faults: readonly Fault[]): Fault[] =>
  [...new Map(faults.map((fault) => [`${fault.onStripeId} ${fault.key}`, fault])).entries()]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([, fault]) => fault)

const earliest = (times: ReadonlyArray<number | null>): number | null => {
  const known = times.filter((at) => at !== null)
  return known.length === 0 ? null : Math.min(...known)
}

const serve = (best: Standing, served: readonly Standing[], facts: WantedFacts): Wanted => {
  const combined = combine(served)
  const { lastLimits, standings } = facts
  const faults = distinct([...served.flatMap((standing) => standing.faults), ...combined.faults])
  const changesAt = earliest(standings.map((standing) => standing.changesAt))
  if (combined.unread.size > 0 && lastLimits === null) {
    const reason = 'The plan’s limits can’t be read, and there are no earlier ones.'
    return { kind: 'held', reason, faults, changesAt }
  }
  return {
    kind: 'wanted',
    state: best.state === 'flagged' ? 'flagged' : 'active',
    reason: best.reason,
    limits: combined.unread.size > 0 ? keepLast(combined, lastLimits ?? {}) : combined.limits,
    customerStripeId: best.customerStripeId,
    paidBy: { backend: best.backend, agreementId: best.agreementId },
    profile: best.profile,
    faults,
    changesAt,
  }
}

const NOTHING = 'No subscription of this team is to a plan with a tenant.'

/** Why nobody pays now, and what begins later. */
const stopReason = (ranked: readonly Standing[]): string => {
  const [best] = ranked
  const coming = ranked.find(({ state }) => state === 'coming')
  if (!best || !coming || best === coming) return best?.reason ?? NOTHING
  return `${best.reason} ${coming.reason}`
}

const archiveWords = (stoppedAt: number, archivedAt: number): string =>
  `Suspended since ${dayWords(toIso(stoppedAt))}, and archived on ${dayWords(toIso(archivedAt))}.`

/** From when on what nobody pays for is archived; null: never. */
const archiveAt = ({ stoppedAt, archiveDays, now }: WantedFacts): number | null =>
  archiveDays === null ? null : (stoppedAt ?? now) + archiveDays * DAY_MS

type Ordered = Extract<Wanted, { kind: 'wanted' }>

const putAway = (
  reason: string,
  begins: number | null,
  facts: WantedFacts,
): Pick<Ordered, 'state' | 'reason' | 'changesAt'> => {
  const archivedAt = archiveAt(facts)
  if (archivedAt === null || facts.now < archivedAt)
    return { state: 'suspended', reason, changesAt: earliest([begins, archivedAt]) }
  const words = archiveWords(facts.stoppedAt ?? facts.now, archivedAt)
  return { state: 'archived', reason: `${reason} ${words}`, changesAt: begins }
}

const stop = (ranked: readonly Standing[], facts: WantedFacts): Wanted => {
  const [best] = ranked
  const reason = stopReason(ranked)
  const faults = distinct(best?.faults ?? [])
  const begins = earliest(ranked.map((standing) => standing.changesAt))
  if (best?.state === 'unclear') return { kind: 'held', reason, faults, changesAt: begins }
  if (!facts.isHandedOver) return { kind: 'absent', reason, faults, changesAt: begins }
  return {
    kind: 'wanted',
    limits: null,
    customerStripeId: best?.customerStripeId ?? null,
    paidBy: null,
    profile: NOBODY,
    faults,
    ...putAway(reason, begins, facts),
  }
}

export const decideWanted = (facts: WantedFacts): Wanted => {
  const ranked = facts.standings.toSorted(inOrder)
  const served = ranked.filter(({ state }) => state === 'active' || state === 'flagged')
  const [best] = served
  return best ? serve(best, served, facts) : stop(ranked, facts)
}
