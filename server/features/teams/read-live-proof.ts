import type { VerificationLine } from '@countersign/shared/features/teams'
import type { Kernel } from '../../kernel/context.ts'
import { describeVerification } from './describe-verification.ts'
import { listLiveProofs } from './store.ts'

/** The newest proof on which this customer may be worked on now; with a ticket, the newest of that ticket. */
export const readLiveProof = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  customerStripeId: string,
  ticket?: string,
): Promise<VerificationLine | null> => {
  const filter = { customerStripeId, ...(ticket === undefined ? {} : { tickets: [ticket] }) }
  const [row] = await listLiveProofs(db, filter, { now: clock.now(), limit: 1 })
  return row ? describeVerification(row) : null
}
