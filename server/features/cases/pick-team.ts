import { type PickFacts, pickFactsSchema, type TeamPick, teamPickSchema } from '@countersign/shared/features/cases'
import { HOUR_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { defineAction, listSigners, readPolicy } from '../approvals/index.ts'
import { keepPick, readPickCandidates, readVerification } from '../teams/index.ts'
import { openCase } from './open-case.ts'
import { findCase } from './store.ts'

const readFacts = async (kernel: Kernel, { payload }: { payload: TeamPick }): Promise<PickFacts> => {
  const { teamId, ticket, strength } = await readVerification(kernel, payload.verificationId)
  if (strength !== 'ambiguous') throw new AppError('TEAM_NOT_AMBIGUOUS')
  const standing = await findCase(kernel.db, ticket)
  if (standing?.closedAt !== null) throw new AppError('CASE_CLOSED')
  const candidates = await readPickCandidates(kernel, teamId)
  const picked = candidates.find(({ customerStripeId }) => customerStripeId === payload.customerStripeId)
  if (candidates.length < 2 || !picked) throw new AppError('TEAM_NOT_AMBIGUOUS')
  if (picked.carriesAnother) throw new AppError('PICK_CARRIES_ANOTHER')
  const { policy } = await readPolicy(kernel)
  return {
    teamId,
    hours: policy.verificationHours,
    candidates: candidates.map(({ customerStripeId, name, email, currency, places }) => ({
      customerStripeId,
      name,
      email,
      currency,
      places: [...places],
    })),
  }
}

const nameOf = ({ name, email, customerStripeId }: PickFacts['candidates'][number]): string =>
  name ?? email ?? customerStripeId

const pickedOf = (payload: TeamPick, { candidates }: PickFacts) => {
  const picked = candidates.find(({ customerStripeId }) => customerStripeId === payload.customerStripeId)
  assert(picked, 'a pick of a customer that is no candidate')
  return picked
}

type Candidate = PickFacts['candidates'][number]

const isPicked = ({ customerStripeId }: Candidate, payload: TeamPick): boolean =>
  customerStripeId === payload.customerStripeId

/** A customer, then each object of its that carries the id. */
const linesOf = (candidate: Candidate, payload: TeamPick) => {
  const { email, currency, places } = candidate
  const who = [nameOf(candidate), email, currency?.toUpperCase() ?? null].filter((text) => text !== null)
  return [
    { label: isPicked(candidate, payload) ? 'Picked' : 'Not picked', before: null, after: who.join(', ') },
    ...places.map((place) => ({ label: 'Id on', before: null, after: place.replace(/: .*$/, '') })),
  ]
}

/** One of several customers that carry a team's id is taken for the team of a ticket, on a second person's word. */
export const pickTeam = defineAction<TeamPick, PickFacts>({
  kind: 'team.pick',
  payload: teamPickSchema,
  facts: pickFactsSchema,
  readFacts,
  binding: ({ candidates }) =>
    Object.fromEntries(candidates.map((one) => [one.customerStripeId, one.places.join(', ')])),
  measure: () => ({ given: null, flags: [] }),
  card: (payload, facts) => {
    const picked = pickedOf(payload, facts)
    return {
      title: `Pick for team ${facts.teamId}`,
      lines: facts.candidates.flatMap((candidate) => linesOf(candidate, payload)),
      history: [],
      warnings: [
        `For ${facts.hours} ${facts.hours === 1 ? 'hour' : 'hours'} from an approver’s word on, whatever is asked for on this ticket reaches ${nameOf(picked)} and not the other customers that carry the id.`,
      ],
      customerReceives: null,
    }
  },
  steps: [],
  settle: async (kernel, tx, { input: { payload, facts, requestId, requesterId, reason } }) => {
    const { requesterName, approverNames } = await listSigners(tx, requestId)
    const at = kernel.clock.now()
    const staff = { id: requesterId, name: requesterName }
    const shown = await keepPick(tx, {
      ...payload,
      requestId,
      customerName: pickedOf(payload, facts).name,
      carriers: facts.candidates.length,
      reason,
      staff,
      approverNames,
      at,
      liveUntil: at + facts.hours * HOUR_MS,
    })
    await openCase(kernel, tx, { shown, staff })
  },
})
