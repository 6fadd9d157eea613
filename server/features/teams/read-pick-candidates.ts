import type { Kernel } from '../../kernel/context.ts'
import { gatherFacts } from './gather-facts.ts'
import { type PickCandidate, pickCandidates } from './pick-rules.ts'

/** Live: the customers that carry this team's id now. */
export const readPickCandidates = async (
  deps: Pick<Kernel, 'db' | 'stripe' | 'settings'>,
  teamId: string,
): Promise<readonly PickCandidate[]> => {
  const claim = { teamId, teamKeys: deps.settings.teamKeys, requesterEmail: null }
  return pickCandidates(await gatherFacts(deps, claim, null))
}
