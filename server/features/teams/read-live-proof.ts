import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { describeVerification } from './describe-verification.ts'
import { findLiveProof } from './store.ts'

/** The proof on which this customer may be worked on now, if there is one. */
export const readLiveProof = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  customerStripeId: string,
): Promise<VerificationLine | null> => {
  const row = await findLiveProof(db, customerStripeId, clock.now())
  return row ? describeVerification(row) : null
}
