// Rule: out of several customers that carry a team's id, letter for letter in live metadata, one may be picked. Not one that
// carries another team's id as well: what is given to it would reach that team.

import { candidateOf, carriersOf, contradictions, evidenceOf } from './evidence-rules.ts'
import { endedIn, type GatheredFacts } from './verification-rules.ts'

export interface PickCandidate {
  readonly customerStripeId: string
  readonly name: string | null
  readonly email: string | null
  readonly currency: string | null
  /** `cus_…: id`, `sub_…: id` for every place that carries the id, sorted. */
  readonly places: readonly string[]
  readonly carriesAnother: boolean
}

/** The customers that carry the id, in the order of their ids at Stripe. */
export const pickCandidates = (facts: GatheredFacts): readonly PickCandidate[] => {
  const { claim, customers } = facts
  const evidence = customers.flatMap((customer) => evidenceOf(claim, customer))
  const ended = endedIn(facts)
  const carriers = carriersOf(evidence, ended)
  const against = new Set(contradictions(evidence, ended).map((row) => row.customerStripeId))
  return customers
    .map((customer) => candidateOf(customer, carriers))
    .filter((candidate) => candidate.carriesClaim)
    .map(({ customerStripeId, name, email, currency }) => ({
      customerStripeId,
      name,
      email,
      currency,
      places: evidence
        .filter((row) => row.customerStripeId === customerStripeId && row.result === 'exact' && row.field !== 'email')
        .map(({ objectStripeId, value }) => `${objectStripeId}: ${value ?? ''}`)
        .toSorted(),
      carriesAnother: against.has(customerStripeId),
    }))
    .toSorted((a, b) => (a.customerStripeId < b.customerStripeId ? -1 : 1))
}
