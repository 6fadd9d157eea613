import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { cancelRun } from './store.ts'

/** Ends the round after the page in hand; what was read stays, each row with its own time. */
export const cancelRefresh = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: { readonly actor: StaffActor; readonly requestId: string },
): Promise<boolean> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const isCancelled = await cancelRun(tx, now)
    if (isCancelled)
      await recordAudit(tx, now, {
        ...by,
        action: 'receivables.refresh-cancelled',
        subject: { kind: 'receivables', id: 'account' },
      })
    return isCancelled
  })
