import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './ask-approval.ts'
import { findKey, updateKey } from './store.ts'

/** Somebody's own key, at once: a lost device must not wait for a second person. What it signed before stays valid. */
export const endKey = (kernel: Kernel, { actor, requestId }: Asking, keyId: string): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const key = await findKey(tx, keyId)
    if (key?.staffId !== actor.id) throw new AppError('NOT_FOUND')
    if (key.state === 'ended') return
    const now = kernel.clock.now()
    await updateKey(tx, keyId, { state: 'ended', endedAt: now })
    await recordAudit(tx, now, {
      actor,
      action: 'approver-key.ended',
      subject: { kind: 'approver-key', id: keyId },
      requestId,
    })
  })
