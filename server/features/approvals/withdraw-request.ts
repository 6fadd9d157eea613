import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './ask-approval.ts'
import { lockRequest } from './store.ts'
import { voidRequest } from './void-request.ts'

/** Taken back by whoever asked, while nobody's last word has been given. Refuses with REQUEST_NOT_OPEN. */
export const withdrawRequest = (kernel: Kernel, { actor, requestId }: Asking, id: string): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const row = await lockRequest(tx, kernel.db.kind, id)
    if (row?.requesterId !== actor.id) throw new AppError('NOT_FOUND')
    if (row.state !== 'requested') throw new AppError('REQUEST_NOT_OPEN', { data: { state: row.state } })
    const now = kernel.clock.now()
    await voidRequest(tx, row, { as: 'withdrawn', now })
    await recordAudit(tx, now, {
      actor,
      action: 'approval.withdrawn',
      subject: { kind: 'approval-request', id },
      ticket: row.ticket,
      requestId,
      details: { kind: row.kind, team: row.teamId },
    })
  })
