import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { listExpired, lockRequest } from './store.ts'
import { voidRequest } from './void-request.ts'

const AT_ONCE = 100

/** Closes what nobody decided in time. Until then its age alone keeps it from being decided. */
export const expireRequests = async (kernel: Kernel): Promise<number> => {
  const { db, clock } = kernel
  const due = await listExpired(db, clock.now(), AT_ONCE)
  for (const { id } of due) {
    await inTransaction(db, async (tx) => {
      const now = clock.now()
      const row = await lockRequest(tx, db.kind, id)
      if (row?.state !== 'requested' || row.expiresAt > now) return
      await voidRequest(tx, row, { as: 'expired', now })
      await recordAudit(tx, now, {
        actor: systemActor('approvals'),
        action: 'approval.expired',
        subject: { kind: 'approval-request', id },
        ticket: row.ticket,
        details: { kind: row.kind, team: row.teamId },
      })
    })
  }
  return due.length
}
