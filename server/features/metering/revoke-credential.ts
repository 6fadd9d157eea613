import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { updateCredential } from './store.ts'

export interface RevokeCredential {
  readonly actor: StaffActor
  readonly requestId: string | null
  readonly id: string
}

/** From now on the key opens nothing. */
export const revokeCredential = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, id }: RevokeCredential,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    if (!(await updateCredential(tx, id, { revokedAt: now }))) throw new AppError('NOT_FOUND')
    await recordAudit(tx, now, {
      actor,
      action: 'meter-key.revoked',
      subject: { kind: 'meter-credential', id },
      requestId,
    })
  })
