import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { makeAllLook, writeGate } from './store.ts'

/**
 * The database is older than what has been done with it. Executions pause until each unfinished one has been looked up
 * at Stripe; requests from before this moment are looked up before anything of theirs is sent, for ever.
 */
export const markRestored = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  actor: Actor,
  reason: string,
): Promise<{ unfinished: number }> => {
  const now = clock.now()
  return inTransaction(db, async (tx) => {
    await writeGate(tx, { pausedSince: now, restoredAt: now, reason })
    const unfinished = await makeAllLook(tx, now)
    await recordAudit(tx, now, {
      actor,
      action: 'executions.paused',
      subject: { kind: 'companion', id: 'executions' },
      reason,
      details: { unfinished },
    })
    return { unfinished }
  })
}
