import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { revokeSessionRows } from './store.ts'

/** Signs out: this session ends at once; the person's others live on. */
export const endSession = (kernel: Kernel, actor: StaffActor, requestId: string): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    if ((await revokeSessionRows(tx, actor.id, at, { only: actor.sessionId })) === 0) return
    await recordAudit(tx, at, {
      actor,
      action: 'staff.signed-out',
      subject: { kind: 'staff', id: actor.id },
      requestId,
      details: { session: actor.sessionId },
      personal: { subjectName: actor.name },
    })
  })
