import type { RequestState, VoidState } from '@countersign/shared/features/approvals'
import type { Transaction } from '../../ports/database.ts'
import { readRestoredAt } from '../executions/index.ts'
import { queueExecution } from './queue-execution.ts'
import { lookUpKind } from './request-rules.ts'
import { type RequestRow, updateRequest } from './store.ts'

interface Ending {
  readonly as: VoidState
  readonly now: number
}

/**
 * A request comes to nothing: at once, or, where a backup that was put back may have forgotten that it was done, once Stripe
 * has been asked. Until then it counts, and nobody decides it any more.
 */
export const voidRequest = async (tx: Transaction, row: RequestRow, { as, now }: Ending): Promise<RequestState> => {
  const restoredAt = await readRestoredAt(tx)
  if (restoredAt === null || row.createdAt > restoredAt) {
    await updateRequest(tx, row.id, { state: as, changedAt: now, closedAt: now, isCounted: 0 })
    return as
  }
  await updateRequest(tx, row.id, { state: 'executing', changedAt: now, outcome: JSON.stringify({ kind: 'void', as }) })
  await queueExecution(tx, { ...row, kind: lookUpKind(as, row.kind) }, now)
  return 'executing'
}
