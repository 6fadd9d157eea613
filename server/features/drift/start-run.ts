import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { insertRun, readLatestRun } from './store.ts'

/** Orders a comparison; the job of whichever replica comes first does it. `DRIFT_RUNNING` when one is under way. */
export const startRun = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { actor: Actor; requestId: string | null },
): Promise<void> => {
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    const latest = await readLatestRun(tx)
    const id = newId('drun', now)
    const isNew =
      latest?.state !== 'running' &&
      (await insertRun(tx, {
        id,
        state: 'running',
        askedBy: actor.kind === 'staff' ? actor.name : null,
        source: 'mirror',
        cursor: null,
        compared: '{}',
        skipped: '[]',
        problem: null,
        tries: 0,
        nextAt: now,
        startedAt: now,
        finishedAt: null,
        leaseHolder: null,
        leaseUntil: null,
        fence: 0,
      }))
    if (!isNew) throw new AppError('DRIFT_RUNNING')
    await recordAudit(tx, now, { actor, action: 'drift.started', subject: { kind: 'drift', id }, requestId })
  })
}
