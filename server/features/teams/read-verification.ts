import { type Verification, type VerificationLine, verificationSchema } from '@countersign/shared/features/teams'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { VerificationTable } from '../../ports/schema/teams.ts'
import { findLiveProof, findVerification, listVerificationsOf } from './store.ts'

export const lineOf = (row: VerificationTable): VerificationLine => ({
  id: row.id,
  ticket: row.ticket,
  teamId: row.teamId,
  strength: row.strength,
  customerStripeId: row.customerStripeId,
  customerName: row.customerName,
  staffName: row.staffName,
  at: toIso(row.at),
  liveUntil: row.liveUntil === null ? null : toIso(row.liveUntil),
})

/** The verification as it was shown when it was made. Refuses with NOT_FOUND. */
export const readVerification = async ({ db }: Pick<Kernel, 'db'>, id: string): Promise<Verification> => {
  const row = await findVerification(db, id)
  if (!row) throw new AppError('NOT_FOUND')
  return verificationSchema.parse(JSON.parse(row.shown))
}

/** Newest first. */
export const listVerifications = async (
  { db }: Pick<Kernel, 'db'>,
  by: Parameters<typeof listVerificationsOf>[1],
  limit: number,
): Promise<VerificationLine[]> => (await listVerificationsOf(db, by, limit)).map(lineOf)

/** The proof on which this customer may be worked on now, if there is one. */
export const readLiveProof = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  customerStripeId: string,
): Promise<VerificationLine | null> => {
  const row = await findLiveProof(db, customerStripeId, clock.now())
  return row ? lineOf(row) : null
}
