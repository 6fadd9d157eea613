import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { listRequestStandings } from '../approvals/index.ts'
import { recordAudit } from '../audit-log/index.ts'
import { noteOf } from './note-rules.ts'
import type { By } from './start-invoice.ts'
import { findInvoice, findTask, findTaskFulfilledBy, updateTask } from './store.ts'
import { couponFault } from './task-rules.ts'

const unfit = (words: string): AppError => new AppError('FULFILMENT_UNFIT', { data: { words } })

/**
 * Calls a coupon's task done, by the request that gave the coupon: done, of the same team, and naming no other task. Refuses
 * FULFILMENT_UNFIT; licenses and tenants can't be called done from here.
 */
export const finishTask = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: By,
  { id, couponRequestId }: { readonly id: string; readonly couponRequestId: string },
): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const task = await findTask(tx, id)
    const row = task && (await findInvoice(tx, task.manualInvoiceId))
    if (!task || !row) throw new AppError('NOT_FOUND')
    if (task.kind !== 'coupon') throw unfit(`a ${task.kind} can’t be handed out from here`)
    if (task.state !== 'open') throw unfit(`the task is ${task.state}`)
    const request = (await listRequestStandings(tx, [couponRequestId])).get(couponRequestId) ?? null
    const fault = couponFault(request, row.teamId)
    if (fault !== null) throw unfit(fault)
    if (await findTaskFulfilledBy(tx, couponRequestId)) throw unfit('that coupon fulfils another task already')
    const now = kernel.clock.now()
    const done = { state: 'done', since: now, doneAt: now, doneBy: actor.name, fulfilledBy: couponRequestId } as const
    await updateTask(tx, id, done)
    await recordAudit(tx, now, {
      actor,
      requestId,
      action: 'fulfilment.done',
      ...noteOf(row, { task: id, kind: task.kind, what: task.what, by: couponRequestId }),
    })
  })
