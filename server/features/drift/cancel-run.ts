import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { cancelRun as cancelRow } from './store.ts'

/** Stops the comparison before its next piece, on whichever replica. What it found stays. Without one, nothing happens. */
export const cancelRun = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { actor: Actor; requestId: string | null },
): Promise<void> => {
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    const id = await cancelRow(tx, now)
    if (id === null) return
    await recordAudit(tx, now, { actor, action: 'drift.cancelled', subject: { kind: 'drift', id }, requestId })
  })
}
