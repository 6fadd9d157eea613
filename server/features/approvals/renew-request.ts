import type { Asked } from '@countersign/shared/features/approvals'
import { askPermission } from '@countersign/shared/features/action-kinds'
import { isPermitted } from '@countersign/shared/roles'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { type Asking, askApproval } from './ask-approval.ts'
import type { Action, Subject } from './define-action.ts'
import { findRequest } from './store.ts'
import { subjectOf } from './subject-rules.ts'

export interface Renewal {
  readonly id: string
  readonly requestKey: string
  readonly reason: string | null
}

/** Proves the team anew, where the first request rested on a proof; what stands above teams and approvals knows how. */
export type ProveAgain = (kernel: Kernel, subject: Subject) => Promise<Subject>

const RENEWABLE: ReadonlySet<string> = new Set(['stale', 'expired', 'withdrawn', 'rejected'])

/**
 * Asks for the same again, by the facts of now. Only whoever asked may, while they may ask for its kind. Refuses with
 * FORBIDDEN, with REQUEST_NOT_OPEN where there is nothing to repeat, and as `proveAgain` does.
 */
export const renewRequest = async (
  kernel: Kernel,
  asking: Asking,
  { actions, proveAgain }: { actions: ReadonlyMap<string, Action>; proveAgain: ProveAgain },
  { id, requestKey, reason }: Renewal,
): Promise<Asked> => {
  const row = await findRequest(kernel.db, id)
  if (row?.requesterId !== asking.actor.id) throw new AppError('NOT_FOUND')
  if (!isPermitted(askPermission(row.kind), asking.actor.roles)) throw new AppError('FORBIDDEN')
  const action = actions.get(row.kind)
  if (!action || !RENEWABLE.has(row.state)) throw new AppError('REQUEST_NOT_OPEN', { data: { state: row.state } })
  const subject = subjectOf(row)
  return askApproval(kernel, asking, action, {
    subject: row.verificationId === null ? subject : await proveAgain(kernel, subject),
    payload: JSON.parse(row.payload) as unknown,
    ask: { requestKey, reason: reason ?? row.reason, isTwinMeant: false },
    replacesId: id,
  })
}
