import type { Backfill } from '@countersign/shared/features/search'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { backfillOf } from './mirror-rules.ts'
import { cancelRun, readLatestRun } from './store.ts'

/** Stops the fill before its next page, on whichever replica. What it wrote stays. Without one, nothing happens. */
export const cancelFill = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { actor: Actor; requestId: string | null },
): Promise<Backfill> => {
  const now = clock.now()
  return inTransaction(db, async (tx) => {
    const id = await cancelRun(tx, now)
    if (id !== null) {
      await recordAudit(tx, now, {
        actor,
        action: 'mirror.fill-cancelled',
        subject: { kind: 'mirror', id },
        requestId,
      })
    }
    return backfillOf(await readLatestRun(tx))
  })
}
