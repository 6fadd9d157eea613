import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { resolveStep } from '../executions/index.ts'
import { requireFreshConfirmation } from '../staff/index.ts'
import type { Asking } from './ask-approval.ts'
import { standingRefusal } from './request-rules.ts'
import { lockRequest, updateRequest } from './store.ts'

export interface Finding {
  readonly id: string
  /** What the person found out at Stripe: it happened, or it did not and may be sent again. */
  readonly finding: 'happened' | 'did-not-happen'
  readonly reason: string
}

const CODES = { own: 'OWN_REQUEST', 'about-them': 'ABOUT_YOURSELF' } as const

/**
 * An approver's word on a step that nobody can prove. It may send money again: whoever asked for it, or whose power it is
 * about, has no say, and neither has a desk left open.
 * Refuses with CONFIRMATION_NEEDED, OWN_REQUEST, ABOUT_YOURSELF, EXECUTION_NOT_WAITING or EXECUTION_TAKEN.
 */
export const resolveRequest = async (kernel: Kernel, { actor, requestId }: Asking, found: Finding): Promise<void> => {
  requireFreshConfirmation(kernel, actor)
  await inTransaction(kernel.db, async (tx) => {
    const row = await lockRequest(tx, kernel.db.kind, found.id)
    if (!row) throw new AppError('NOT_FOUND')
    if (row.state !== 'needs-person') throw new AppError('EXECUTION_NOT_WAITING')
    const refusal = standingRefusal(row, actor.id)
    if (refusal) throw new AppError(CODES[refusal])
    const { id: executionId, finding, reason } = found
    const { isBegun } = await resolveStep(kernel, tx, { actor, requestId, executionId, finding, reason })
    // Nothing was sent so far: it is checked once more, as after its approval.
    await updateRequest(tx, row.id, { state: isBegun ? 'executing' : 'approved', changedAt: kernel.clock.now() })
  })
}
