import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { describeVerification } from './describe-verification.ts'
import { listLiveProofs } from './store.ts'

const MOST = 200

/** Every proof of this customer that lives now, newest first. */
export const listCustomerProofs = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  customerStripeId: string,
): Promise<VerificationLine[]> => {
  const rows = await listLiveProofs(db, { customerStripeId }, { now: clock.now(), limit: MOST })
  return rows.map(describeVerification)
}
