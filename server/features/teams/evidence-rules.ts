// Rule: evidence is what Stripe holds, object by object, beside the claimed team id: exact, in another case, different or
// absent. Only metadata of a customer or of its subscriptions can prove. An invoice's or a checkout session's is a copy
// from the past: it can contradict and support, as an e-mail or a reference can support, and never prove.

import type { Candidate, Evidence, EvidenceResult } from '@countersign/shared/features/teams'

/** One Stripe object that may carry a team id. */
export interface Holder {
  readonly objectStripeId: string
  readonly kind: 'customer' | 'subscription' | 'invoice' | 'checkout-session' | 'other'
  readonly customerStripeId: string | null
  readonly label: string
  readonly isEnded: boolean
  readonly metadata: Readonly<Record<string, string>>
  readonly clientReferenceId: string | null
}

/** Everything that was read live about one customer. */
export interface CustomerFacts {
  readonly customerStripeId: string
  readonly name: string | null
  readonly email: string | null
  readonly currency: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly subscriptions: readonly Holder[]
  readonly checkouts: readonly Holder[]
}

export interface Claim {
  readonly teamId: string
  readonly teamKeys: readonly string[]
  readonly requesterEmail: string | null
}

const compareIds = (claimed: string, found: string | null): EvidenceResult => {
  if (found === null || found === '') return 'absent'
  if (found === claimed) return 'exact'
  return found.toLowerCase() === claimed.toLowerCase() ? 'case-differs' : 'different'
}

const customerEvidence = (claim: Claim, facts: CustomerFacts): Evidence[] =>
  claim.teamKeys.map((key) => ({
    source: 'customer',
    field: key,
    objectStripeId: facts.customerStripeId,
    label: facts.name ?? facts.email ?? '',
    customerStripeId: facts.customerStripeId,
    value: facts.metadata[key] ?? null,
    result: compareIds(claim.teamId, facts.metadata[key] ?? null),
  }))

const holderEvidence = (claim: Claim, source: Evidence['source'], holder: Holder): Evidence[] => {
  const present = claim.teamKeys.filter((key) => holder.metadata[key])
  const keys = present.length > 0 ? present : claim.teamKeys.slice(0, 1)
  return keys.map((key) => ({
    source,
    field: key,
    objectStripeId: holder.objectStripeId,
    label: holder.label,
    customerStripeId: holder.customerStripeId,
    value: holder.metadata[key] ?? null,
    result: compareIds(claim.teamId, holder.metadata[key] ?? null),
  }))
}

const checkoutEvidence = (claim: Claim, holder: Holder): Evidence[] => {
  if (!holder.clientReferenceId) return []
  return [
    {
      source: 'checkout-session',
      field: 'client_reference_id',
      objectStripeId: holder.objectStripeId,
      label: holder.label,
      customerStripeId: holder.customerStripeId,
      value: holder.clientReferenceId,
      result: compareIds(claim.teamId, holder.clientReferenceId),
    },
  ]
}

const emailEvidence = (claim: Claim, facts: CustomerFacts): Evidence[] => {
  if (!claim.requesterEmail) return []
  const agrees = facts.email?.toLowerCase() === claim.requesterEmail.toLowerCase()
  const result: EvidenceResult = facts.email ? (agrees ? 'exact' : 'different') : 'absent'
  const { customerStripeId } = facts
  return [
    {
      source: 'customer',
      field: 'email',
      objectStripeId: customerStripeId,
      label: 'the billing address',
      customerStripeId,
      value: facts.email,
      result,
    },
  ]
}

/** Rows for the evidence table of one customer, in the order in which they weigh. */
export const evidenceOf = (claim: Claim, facts: CustomerFacts): Evidence[] => [
  ...customerEvidence(claim, facts),
  ...facts.subscriptions.flatMap((holder) => holderEvidence(claim, 'subscription', holder)),
  ...facts.checkouts.flatMap((holder) => checkoutEvidence(claim, holder)),
  ...emailEvidence(claim, facts),
]

/** The object that the ticket names, when it isn't among the rows already. */
export const namedEvidence = (claim: Claim, holder: Holder): Evidence[] => holderEvidence(claim, 'named-object', holder)

const canProve = (row: Evidence): boolean =>
  (row.source === 'customer' || row.source === 'subscription') && row.field !== 'email'

/** Customers of which live metadata equals the claim letter for letter, on rows that pass. */
const carriersAmong = (rows: readonly Evidence[], passes: (row: Evidence) => boolean): Set<string> =>
  new Set(
    rows
      .filter((row) => canProve(row) && row.result === 'exact' && passes(row))
      .flatMap((row) => row.customerStripeId ?? []),
  )

/**
 * The customers that carry the claim. A subscription that has ended still tells whose it was, but only where nothing that
 * runs carries the id: a team that moved to another customer is that one's.
 */
export const carriersOf = (rows: readonly Evidence[], endedStripeIds: ReadonlySet<string>): Set<string> => {
  const running = carriersAmong(rows, (row) => !endedStripeIds.has(row.objectStripeId))
  return running.size > 0 ? running : carriersAmong(rows, () => true)
}

export const candidateOf = (facts: CustomerFacts, carriers: ReadonlySet<string>): Candidate => ({
  customerStripeId: facts.customerStripeId,
  name: facts.name,
  email: facts.email,
  currency: facts.currency,
  carriesClaim: carriers.has(facts.customerStripeId),
})

/** Rows that carry another team's id where it counts: anywhere but on what has ended, in an e-mail or in a reference. */
export const contradictions = (rows: readonly Evidence[], endedStripeIds: ReadonlySet<string>): Evidence[] =>
  rows.filter(
    (row) =>
      (canProve(row) || row.source === 'named-object') &&
      row.result === 'different' &&
      !endedStripeIds.has(row.objectStripeId),
  )
