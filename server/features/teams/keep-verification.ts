import type { Verification } from '@countersign/shared/features/teams'
import type { Transaction } from '../../ports/database.ts'
import { insertVerification } from './store.ts'

/** Keeps a verdict as it was shown; nothing ever changes it. */
export const keepVerification = (
  tx: Transaction,
  shown: Verification,
  { staffId, pickedFrom }: { staffId: string; pickedFrom: string | null },
): Promise<void> =>
  insertVerification(tx, {
    id: shown.id,
    ticket: shown.ticket,
    teamId: shown.teamId,
    strength: shown.strength,
    customerStripeId: shown.customerStripeId,
    customerName: shown.customerName,
    staffId,
    staffName: shown.staffName,
    shown: JSON.stringify(shown),
    at: Date.parse(shown.at),
    liveUntil: shown.liveUntil === null ? null : Date.parse(shown.liveUntil),
    pickedFrom,
  })
