// Rule: a team is proven when exactly one customer carries the claimed id in live metadata, letter for letter, and nothing
// that still counts carries another team's. Two such customers are ambiguous; another team's id is a conflict; an e-mail
// alone is weak; nothing is unknown. Whatever isn't proven is read-only, and says what to do next.

import type { Candidate, Evidence, Strength } from '@countersign/shared/features/teams'
import {
  type Claim,
  type CustomerFacts,
  candidateOf,
  carriersOf,
  contradictions,
  evidenceOf,
  type Holder,
  namedEvidence,
} from './evidence-rules.ts'

export interface GatheredFacts {
  readonly claim: Claim
  readonly customers: readonly CustomerFacts[]
  /** The object whose id the ticket names, read live. */
  readonly named: Holder | null
  /** An id was named, but Stripe knows no such object. */
  readonly isNamedMissing: boolean
}

export interface Verdict {
  readonly strength: Strength
  readonly reason: string
  readonly wayOut: string
  readonly customerStripeId: string | null
  readonly customerName: string | null
  readonly evidence: Evidence[]
  readonly candidates: Candidate[]
  readonly notices: string[]
}

type Decision = Pick<Verdict, 'strength' | 'reason' | 'wayOut'> & { customer: Candidate | null }

const isSameObject = (row: Evidence, holder: Holder): boolean => row.objectStripeId === holder.objectStripeId

/** Subscriptions that have ended. */
export const endedIn = ({ customers }: GatheredFacts): Set<string> =>
  new Set(customers.flatMap((row) => row.subscriptions.filter((one) => one.isEnded).map((one) => one.objectStripeId)))

const conflictOf = (
  facts: GatheredFacts,
  evidence: readonly Evidence[],
  proven: readonly Candidate[],
): Decision | null => {
  const { named } = facts
  const against = contradictions(evidence, endedIn(facts))
  const onNamed =
    named && against.find((row) => isSameObject(row, named) || row.customerStripeId === named.customerStripeId)
  if (onNamed) {
    return {
      strength: 'conflict',
      reason: `The object named, ${named.objectStripeId}, carries another team’s id.`,
      wayOut: 'Read-only. Do not name the other team to the requester; ask how they got the id.',
      customer: null,
    }
  }
  const [only] = proven
  if (named && only && proven.length === 1 && named.customerStripeId !== only.customerStripeId) {
    return {
      strength: 'conflict',
      reason: `The object named, ${named.objectStripeId}, belongs to another customer than the one that carries the id.`,
      wayOut: 'Read-only. Ask the requester which subscription or invoice they mean.',
      customer: null,
    }
  }
  const onProven = only && against.find((row) => row.customerStripeId === only.customerStripeId)
  if (!onProven || proven.length > 1) return null
  return {
    strength: 'conflict',
    reason: `${onProven.objectStripeId} of the same customer carries another team’s id under ${onProven.field}.`,
    wayOut:
      'Read-only. The ids in Stripe contradict each other; finance or an administrator has to mend the metadata first.',
    customer: only,
  }
}

const provenOrAmbiguous = (claim: Claim, proven: readonly Candidate[]): Decision | null => {
  const [only] = proven
  if (!only) return null
  if (proven.length === 1) {
    return {
      strength: 'proven',
      reason: `Exactly one Stripe customer carries ${claim.teamId}, letter for letter.`,
      wayOut: 'You can go on with this ticket.',
      customer: only,
    }
  }
  return {
    strength: 'ambiguous',
    reason: `${proven.length} Stripe customers carry ${claim.teamId}.`,
    wayOut:
      'Read-only until one is picked with a reason and an approver confirms it, or the id is taken off the other in Stripe.',
    customer: null,
  }
}

const weakReason = ({ source, field }: Evidence): string => {
  if (source === 'named-object') return 'Only a copy on the object named agrees; customer and subscriptions do not.'
  return field === 'client_reference_id'
    ? 'Only a checkout session’s reference agrees.'
    : 'Only the billing e-mail agrees.'
}

const weakOf = (evidence: readonly Evidence[], candidates: readonly Candidate[]): Decision | null => {
  const otherCase = evidence.find((row) => row.result === 'case-differs')
  const byEmail = evidence.find((row) => row.field === 'email' && row.result === 'exact')
  const byCheckout = evidence.find((row) => row.field === 'client_reference_id' && row.result === 'exact')
  const byCopy = evidence.find((row) => row.source === 'named-object' && row.result === 'exact')
  const row = otherCase ?? byCopy ?? byCheckout ?? byEmail
  if (!row) return null
  const customer = candidates.find((candidate) => candidate.customerStripeId === row.customerStripeId) ?? null
  if (otherCase) {
    return {
      strength: 'weak',
      reason: `An id that differs only in upper and lower case stands on ${row.objectStripeId}.`,
      wayOut: 'Read-only. Ids are compared letter by letter: ask for the id from the team’s settings.',
      customer,
    }
  }
  return {
    strength: 'weak',
    reason: weakReason(row),
    wayOut: 'Read-only. That alone proves nothing: ask for the id from the team’s settings.',
    customer,
  }
}

const UNKNOWN: Decision = {
  strength: 'unknown',
  reason: 'Nothing in Stripe carries this id.',
  wayOut: 'The team has to enter its billing details in the product first; then Stripe knows it.',
  customer: null,
}

const caseNotice = (evidence: readonly Evidence[]): string[] => {
  const row = evidence.find((one) => one.result === 'case-differs')
  if (!row) return []
  const where = `${row.objectStripeId} (${row.label})`
  return [`One id is written in another case, on ${where}. The proof stands, because an exact id was found as well.`]
}

const otherTeamNotice = (evidence: readonly Evidence[]): string[] => {
  const row = evidence.find((one) => one.result === 'different' && one.field !== 'email')
  return row ? [`${row.objectStripeId} carries another team’s id.`] : []
}

const LAG = 'Stripe’s search can lag by a minute; a team that was set up just now may need another try.'

const noticesOf = (facts: GatheredFacts, { strength }: Decision, evidence: readonly Evidence[]): string[] => [
  ...(facts.isNamedMissing ? ['Stripe knows no object under the id that was named.'] : []),
  ...(strength === 'proven' ? caseNotice(evidence) : []),
  ...(strength === 'weak' ? otherTeamNotice(evidence) : []),
  ...(strength === 'unknown' || strength === 'weak' ? [LAG] : []),
]

const collectEvidence = ({ claim, customers, named }: GatheredFacts): Evidence[] => {
  const rows = customers.flatMap((customer) => evidenceOf(claim, customer))
  if (!named || rows.some((row) => isSameObject(row, named))) return rows
  return [...namedEvidence(claim, named), ...rows]
}

/** The verdict on what was read. */
export const decideVerdict = (facts: GatheredFacts): Verdict => {
  const evidence = collectEvidence(facts)
  const carriers = carriersOf(evidence, endedIn(facts))
  const candidates = facts.customers.map((customer) => candidateOf(customer, carriers))
  const proven = candidates.filter((candidate) => candidate.carriesClaim)
  const decision =
    conflictOf(facts, evidence, proven) ??
    provenOrAmbiguous(facts.claim, proven) ??
    weakOf(evidence, candidates) ??
    UNKNOWN
  const { customer, ...words } = decision
  return {
    ...words,
    customerStripeId: customer?.customerStripeId ?? null,
    customerName: customer?.name ?? null,
    evidence,
    candidates,
    notices: noticesOf(facts, decision, evidence),
  }
}
