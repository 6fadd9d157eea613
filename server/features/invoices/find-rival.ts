import type { Kernel } from '../../kernel/context.ts'
import { REQUEST_KEYS } from '../../ports/request-metadata.ts'
import { isOtherTeams, teamIdsIn } from './candidate-rules.ts'
import { findTeamHolders } from './find-team-holders.ts'

export interface Newcomer {
  readonly teamId: string | null
  readonly currency: string
  /** Whose own work doesn't count: what it made before an answer was lost. */
  readonly executionId: string | null
}

/**
 * A customer that could be billed in place of a new one: a second one with the team's id would make the team's proof
 * ambiguous. One of another currency can't be billed, so a new one is right beside it.
 */
export const findRival = async (
  kernel: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  { teamId, currency, executionId }: Newcomer,
): Promise<string | null> => {
  if (teamId === null) return null
  const rival = (await findTeamHolders(kernel, teamId)).find(
    (one) =>
      (one.currency === null || one.currency === currency) &&
      !isOtherTeams(teamIdsIn(one.metadata, kernel.settings.teamKeys), teamId) &&
      one.metadata[REQUEST_KEYS.request] !== executionId,
  )
  return rival?.customerStripeId ?? null
}
