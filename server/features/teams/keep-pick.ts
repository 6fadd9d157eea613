import type { Verification } from '@countersign/shared/features/teams'
import { toIso } from '@countersign/shared/times'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import { keepVerification } from './keep-verification.ts'
import { parseShown } from './parse-shown.ts'
import { findVerification } from './store.ts'

export interface Pick {
  /** The ambiguous verdict. */
  readonly verificationId: string
  readonly requestId: string
  readonly customerStripeId: string
  readonly customerName: string | null
  readonly carriers: number
  readonly reason: string
  readonly staff: { readonly id: string; readonly name: string }
  readonly approverNames: readonly string[]
  readonly at: number
  readonly liveUntil: number
}

/** A proof that rests on two people's word, beside the ambiguous verdict that it settles. Refuses with NOT_FOUND. */
export const keepPick = async (tx: Transaction, pick: Pick): Promise<Verification> => {
  const row = await findVerification(tx, pick.verificationId)
  if (!row) throw new AppError('NOT_FOUND')
  const before = parseShown(row)
  const shown: Verification = {
    ...before,
    id: newId('ver', pick.at),
    strength: 'proven',
    reason: `${pick.staff.name} picked this customer out of ${pick.carriers} that carry ${before.teamId}: ${pick.reason}`,
    wayOut: 'You can go on with this ticket.',
    customerStripeId: pick.customerStripeId,
    customerName: pick.customerName,
    notices: [
      `Confirmed by ${pick.approverNames.join(' and ')}. The evidence is that of the ambiguous verdict; the ids in Stripe were read again and stood as then.`,
    ],
    staffName: pick.staff.name,
    at: toIso(pick.at),
    liveUntil: toIso(pick.liveUntil),
    pick: { verificationId: pick.verificationId, requestId: pick.requestId },
  }
  await keepVerification(tx, shown, { staffId: pick.staff.id, pickedFrom: pick.verificationId })
  return shown
}
