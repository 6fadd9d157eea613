import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Subject } from '../approvals/index.ts'
import { readLiveProof } from '../teams/index.ts'
import { type ProofFault, proofFault } from './case-rules.ts'
import { findCase } from './store.ts'

export interface ProofAsked {
  readonly ticket: string
  readonly customerStripeId: string
}

const CODES: Readonly<Record<ProofFault, ErrorCode>> = {
  'no-case': 'TEAM_NOT_PROVEN',
  closed: 'CASE_CLOSED',
  'no-proof': 'TEAM_NOT_PROVEN',
}

/**
 * The proven team of a ticket: what every request about money is for. Any live proof of the ticket will do, whoever made
 * it. Refuses with TEAM_NOT_PROVEN, or CASE_CLOSED until a new proof reopens the case.
 */
export const proveSubject = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { ticket, customerStripeId }: ProofAsked,
): Promise<Subject> => {
  const [standing, proof] = await Promise.all([
    findCase(kernel.db, ticket),
    readLiveProof(kernel, customerStripeId, ticket),
  ])
  const fault = proofFault(standing, proof && Date.parse(proof.at))
  if (fault !== null || proof === null) throw new AppError(CODES[fault ?? 'no-proof'])
  return {
    key: customerStripeId,
    teamId: proof.teamId,
    customerStripeId,
    name: proof.customerName,
    ticket,
    verificationId: proof.id,
  }
}
