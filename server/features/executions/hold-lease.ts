import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { LEASE_MS } from './attempt-rules.ts'
import { renewLease } from './store.ts'

/** Somebody's turn at one subject. A higher fence takes it away. */
export interface Lease {
  readonly subjectKey: string
  readonly fence: number
}

/** Durable before anything goes on, and only while the lease is still ours: else EXECUTION_TAKEN. */
export const holdLease = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  lease: Lease,
  work: (tx: Transaction) => Promise<void>,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const isOurs = await renewLease(tx, { ...lease, until: clock.now() + LEASE_MS })
    if (!isOurs) throw new AppError('EXECUTION_TAKEN', { data: { subject: lease.subjectKey } })
    await work(tx)
  })
