import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { LEASE_MS } from './attempt-rules.ts'
import type { Lease } from './hold-lease.ts'
import { type ExecutionRow, findExecution, isAnotherRunning, listDue, renewLease, takeLease } from './store.ts'

export interface Claimed {
  readonly execution: ExecutionRow
  readonly lease: Lease
}

const CANDIDATES = 8

const isUnfinished = (row: ExecutionRow | undefined): row is ExecutionRow =>
  row?.state === 'waiting' || row?.state === 'running'

const claim = ({ db, clock }: Kernel, due: ExecutionRow, holder: string): Promise<Claimed | null> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const { subjectKey } = due
    const fence = await takeLease(tx, { subjectKey, holder, until: now + LEASE_MS, now })
    if (fence === null) return null
    // Read again: whoever held the lease until now may have ended it, or begun another.
    const execution = await findExecution(tx, due.id)
    const isOurs = isUnfinished(execution) && execution.nextAt <= now && !(await isAnotherRunning(tx, due))
    if (isOurs) return { execution, lease: { subjectKey, fence } }
    await renewLease(tx, { subjectKey, fence, until: now })
    return null
  })

/** The next due execution, and the lease on its subject; null when there is nothing to do. */
export const claimExecution = async (kernel: Kernel, holder: string): Promise<Claimed | null> => {
  const due = await listDue(kernel.db, kernel.clock.now(), CANDIDATES)
  for (const row of due) {
    const claimed = await claim(kernel, row, holder)
    if (claimed) return claimed
  }
  return null
}
