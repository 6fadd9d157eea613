import type { RequestComment } from '@countersign/shared/features/approvals'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './ask-approval.ts'
import { standingRefusal } from './request-rules.ts'
import { readTarget } from './read-target.ts'
import { insertComment, lockRequest, type RequestRow, touchRequest } from './store.ts'
import { tellRequester } from './tell-requester.ts'

export interface NewComment {
  readonly requestId: string
  readonly kind: RequestComment['kind']
  readonly text: string
}

/** Only who could decide sends it back with a question, and only who asked answers it; anybody may comment. */
const mayWrite = (kind: NewComment['kind'], actor: StaffActor, row: RequestRow): boolean => {
  if (kind === 'answer') return actor.id === row.requesterId
  const hasSay = () => standingRefusal({ ...row, target: readTarget(row) }, actor.id) === null
  return kind === 'comment' || (actor.roles.includes('approver') && hasSay())
}

/** A question sends the request back to whoever asked, an answer to the approvers; neither loses its place. */
export const commentRequest = (kernel: Kernel, { actor, requestId }: Asking, comment: NewComment): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const row = await lockRequest(tx, kernel.db.kind, comment.requestId)
    if (!row) throw new AppError('NOT_FOUND')
    if (comment.kind !== 'comment' && row.state !== 'requested')
      throw new AppError('REQUEST_NOT_OPEN', { data: { state: row.state } })
    if (!mayWrite(comment.kind, actor, row)) throw new AppError('FORBIDDEN')
    const now = kernel.clock.now()
    const id = newId('cmt', now)
    await insertComment(tx, {
      id,
      requestId: row.id,
      staffId: actor.id,
      staffName: actor.name,
      kind: comment.kind,
      text: comment.text,
      at: now,
    })
    await touchRequest(tx, row.id, now)
    if (comment.kind === 'question') await tellRequester(tx, row, { key: id, text: 'a question for you', at: now })
    await recordAudit(tx, now, {
      actor,
      action: 'approval.commented',
      subject: { kind: 'approval-request', id: row.id },
      ticket: row.ticket,
      requestId,
      details: { kind: comment.kind },
    })
  })
