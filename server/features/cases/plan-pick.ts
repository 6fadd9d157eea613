import type { TeamPick } from '@countersign/shared/features/cases'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readVerification } from '../teams/index.ts'

/**
 * Whom a pick is about. It rests on no proof, since it is to become one; picks for one team are carried out one after the
 * other. Refuses with NOT_FOUND, and TEAM_NOT_AMBIGUOUS where there was no choice.
 */
export const planPick = async (
  kernel: Pick<Kernel, 'db'>,
  { verificationId, customerStripeId }: TeamPick,
): Promise<Subject> => {
  const { teamId, ticket, candidates } = await readVerification(kernel, verificationId)
  const picked = candidates.find((one) => one.customerStripeId === customerStripeId && one.carriesClaim)
  if (!picked) throw new AppError('TEAM_NOT_AMBIGUOUS')
  return { key: `team:${teamId}`, teamId, customerStripeId, name: picked.name, ticket, verificationId: null }
}
