import type { SystemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findKey, updateKey } from './store.ts'

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
    if (key?.state !== 'waiting') throw new AppError('KEY_NOT_ENROLLED')
    const now = clock.now()
    await updateKey(tx, keyId, { state: 'active', activatedAt: now })
    await recordAudit(tx, now, {
      actor,
      action: 'approver-key.vouched',
      subject: { kind: 'approver-key', id: keyId },
      reason,
      details: { staff: key.staffId, publicKey: key.publicKey },
    })
  })
