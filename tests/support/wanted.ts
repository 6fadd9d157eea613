import { type PlanTerms, type Standing, subscriptionStandings } from '../../server/features/tenants/standing-rules.ts'
import { decideWanted, type Wanted, type WantedFacts } from '../../server/features/tenants/wanted-rules.ts'
import type { PlanSubscription } from '../../server/ports/plan-facts.ts'
import { aPlan } from './plans.ts'

export const DECIDED_AT = Date.parse('2026-07-10T12:00:00.000Z')

const TERMS: PlanTerms = { plans: [], pastDueDays: 14 }

const ofTeam = (subscriptions: readonly PlanSubscription[], terms = TERMS, now = DECIDED_AT): Standing[] =>
  subscriptionStandings(subscriptions, { teamId: 'kestrel', teamKeys: ['team', 'tenant-id'], terms }, now)

/** What the team “kestrel” shall have, by its subscriptions alone. */
export const decide = (
  subscriptions: readonly PlanSubscription[],
  { terms, ...over }: Partial<WantedFacts> & { terms?: PlanTerms } = {},
): Wanted =>
  decideWanted({
    standings: ofTeam(subscriptions, terms, over.now),
    isHandedOver: true,
    lastLimits: {},
    stoppedAt: null,
    archiveDays: null,
    now: DECIDED_AT,
    ...over,
  })

export const canceled = (over: Partial<PlanSubscription> = {}) =>
  aPlan({ status: 'canceled', endedAt: '2026-07-02T00:00:00.000Z', ...over })
