import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { readTeamHolders } from './read-team-holders.ts'

/** Refuses with TEAM_NOT_UNKNOWN once something at Stripe carries the team's id: then a code can be bound to its customer. */
export const checkStillUnknown = async (
  kernel: Pick<Kernel, 'stripe' | 'settings'>,
  teamId: string | null,
): Promise<void> => {
  if (teamId === null) throw new AppError('TEAM_NOT_UNKNOWN')
  const holders = await readTeamHolders(kernel, teamId)
  if (holders.length > 0) throw new AppError('TEAM_NOT_UNKNOWN', { data: { customer: holders[0] ?? null } })
}
