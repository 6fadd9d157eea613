// Rule: a customer for an invoice is found by the quote's team id, in its own metadata or a live subscription's (proven), by
// exactly its billing e-mail, or by its name; each says how strong that is. One that carries another team's id can't be
// chosen: the invoice would prove nothing. A quote without a team is billed for the one team that its customer carries. Two that could be meant are named as duplicates.

import type { CustomerCandidate } from '@countersign/shared/features/invoice-work'

export interface FoundCustomer {
  readonly customerStripeId: string
  readonly name: string | null
  readonly email: string | null
  readonly currency: string | null
  readonly metadata: Readonly<Record<string, string>>
  /** A live subscription of theirs carries the quote's team id. */
  readonly isSubscribed?: boolean
}

export interface Wanted {
  readonly teamId: string | null
  readonly email: string
  readonly name: string
  readonly currency: string
  readonly teamKeys: readonly string[]
}

export const teamIdsIn = (metadata: Readonly<Record<string, string>>, teamKeys: readonly string[]): string[] => [
  ...new Set(teamKeys.flatMap((key) => metadata[key] ?? [])),
]

/** Whether it may be billed for this team at all. */
export const isOtherTeams = (teamIds: readonly string[], teamId: string | null): boolean =>
  teamId !== null && teamIds.length > 0 && !teamIds.includes(teamId)

/** The team that an invoice to this customer is for: the quote's, or the only one that the customer carries. */
export const teamBilled = (teamIds: readonly string[], teamId: string | null): string | null =>
  teamId ?? (teamIds.length === 1 ? (teamIds[0] ?? null) : null)

/** Why somebody has to look at who is billed; null: it carries the quote's team id. */
export const unprovenWords = (teamId: string | null, isCarried: boolean): string | null => {
  if (teamId === null) return 'the quote names no team, so that nothing proves whose customer is billed'
  return isCarried ? null : 'nothing at Stripe says that the customer is the quote’s team'
}

const strengthOf = (found: FoundCustomer, teamIds: readonly string[], wanted: Wanted) => {
  if (isOtherTeams(teamIds, wanted.teamId)) return 'other-team'
  if (found.isSubscribed === true || (wanted.teamId !== null && teamIds.includes(wanted.teamId))) return 'proven'
  return found.email?.toLowerCase() === wanted.email.toLowerCase() ? 'email' : 'name'
}

const WORDS: Readonly<Record<CustomerCandidate['strength'], string>> = {
  proven: 'Carries the quote’s team id, itself or on its subscription.',
  email: 'Has exactly the quote’s billing e-mail, and no team id: it may be somebody else’s.',
  name: 'Has the same name only.',
  'other-team': 'Carries another team’s id.',
}

const wordsOf = (strength: CustomerCandidate['strength'], teamIds: readonly string[], { teamId }: Wanted): string => {
  if (teamId !== null || teamIds.length === 0) return WORDS[strength]
  const match = strength === 'email' ? 'Has exactly the quote’s billing e-mail.' : 'Has the same name only.'
  const [team] = teamIds
  return teamIds.length === 1
    ? `${match} It carries team ${team}, and would be billed for it.`
    : `${match} It carries ${teamIds.length} teams’ ids.`
}

const candidateOf = (found: FoundCustomer, wanted: Wanted): CustomerCandidate => {
  const teamIds = teamIdsIn(found.metadata, wanted.teamKeys)
  const strength = strengthOf(found, teamIds, wanted)
  const isOtherCurrency = found.currency !== null && found.currency !== wanted.currency
  const inOther = isOtherCurrency ? ` It is billed in ${(found.currency ?? '').toUpperCase()}.` : ''
  return {
    customerStripeId: found.customerStripeId,
    name: found.name,
    email: found.email,
    currency: found.currency,
    teamIds,
    strength,
    words: wordsOf(strength, teamIds, wanted) + inOther,
    mayChoose: strength !== 'other-team' && !isOtherCurrency,
  }
}

const ORDER = ['proven', 'email', 'name', 'other-team'] as const

/** The strongest first, each customer once. */
export const rankCandidates = (found: readonly FoundCustomer[], wanted: Wanted): CustomerCandidate[] => {
  // What was found first says the most of it.
  const each = [...new Map(found.toReversed().map((one) => [one.customerStripeId, one])).values()]
  return each
    .map((one) => candidateOf(one, wanted))
    .toSorted((a, b) => ORDER.indexOf(a.strength) - ORDER.indexOf(b.strength))
}

export const candidateWarnings = (candidates: readonly CustomerCandidate[], { teamId }: Wanted): string[] => {
  const count = (strength: CustomerCandidate['strength']) =>
    candidates.filter((one) => one.strength === strength).length
  const proven = count('proven')
  return [
    ...(proven > 1 ? [`${proven} customers carry the team’s id: duplicates. Choose the one that is billed.`] : []),
    ...(proven === 0 && count('email') > 0
      ? ['A customer with that e-mail exists already: a new one would be a duplicate, unless it is another team.']
      : []),
    ...(teamId === null
      ? ['The quote names no team: an approver is asked. A customer made for it gets an id of its own.']
      : []),
  ]
}
