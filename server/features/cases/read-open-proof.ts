import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { listCustomerProofs } from '../teams/index.ts'
import { proofFault } from './case-rules.ts'
import { listCasesOf } from './store.ts'

/**
 * The proof on which this customer may be worked on now: of this ticket where it has one, else the newest of another whose
 * case is open.
 */
export const readOpenProof = async (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { customerStripeId, ticket }: { readonly customerStripeId: string; readonly ticket: string | null },
): Promise<VerificationLine | null> => {
  const proofs = await listCustomerProofs(kernel, customerStripeId)
  const cases = await listCasesOf(
    kernel.db,
    proofs.map((proof) => proof.ticket),
  )
  const lives = new Map(cases.map((row) => [row.ticket, row]))
  const counting = proofs.filter((proof) => proofFault(lives.get(proof.ticket), Date.parse(proof.at)) === null)
  return counting.find((proof) => proof.ticket === ticket) ?? counting[0] ?? null
}
