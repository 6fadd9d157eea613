import type { VerificationLine } from '@countersign/shared/features/teams'
import { toIso } from '@countersign/shared/times'
import type { VerificationTable } from '../../ports/schema/teams.ts'

/** A kept verification as lists show it. */
export const describeVerification = (row: VerificationTable): VerificationLine => ({
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
