import type { SystemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { activateWaitingKey, findKey } from './store.ts'

/**
 * Break-glass, for when no other approver's key is left to vouch: whoever runs the companion makes a waiting key active,
 * on the record. Refuses with KEY_NOT_ENROLLED for one that isn't waiting.
 */
export const vouchForKey = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, reason }: { actor: SystemActor; reason: string | null },
  keyId: string,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const key = await findKey(tx, keyId)
    const now = clock.now()
    if (!key || !(await activateWaitingKey(tx, keyId, now))) throw new AppError('KEY_NOT_ENROLLED')
    await recordAudit(tx, now, {
      actor,
      action: 'approver-key.vouched',
      subject: { kind: 'approver-key', id: keyId },
      reason,
      details: { staff: key.staffId, publicKey: key.publicKey },
    })
  })
