import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readLiveProof } from '../teams/index.ts'

export interface ProofAsked {
  readonly ticket: string
  readonly customerStripeId: string
}

/** The proven team of a ticket: what every request about money is for. Refuses with TEAM_NOT_PROVEN. */
export const proveSubject = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { ticket, customerStripeId }: ProofAsked,
): Promise<Subject> => {
  const proof = await readLiveProof(kernel, customerStripeId)
  if (proof?.ticket !== ticket || proof.customerStripeId === null) throw new AppError('TEAM_NOT_PROVEN')
  return {
    key: proof.customerStripeId,
    teamId: proof.teamId,
    customerStripeId: proof.customerStripeId,
    name: proof.customerName,
    ticket,
    verificationId: proof.id,
  }
}
