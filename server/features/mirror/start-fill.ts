import type { Backfill } from '@countersign/shared/features/search'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { backfillOf, NO_COUNTS } from './mirror-rules.ts'
import { insertRun, readLatestRun, resumeRun, type Run } from './store.ts'

export interface StartFill {
  readonly actor: Actor
  readonly requestId: string | null
  /** Goes on where a cancelled or failed fill stopped, if there is one; else from the beginning. */
  readonly resume: boolean
}

const isUnfinished = (run: Run | undefined): run is Run => run?.state === 'cancelled' || run?.state === 'failed'

const EMPTY_RUN = {
  state: 'running',
  resource: 'customers',
  cursor: null,
  counts: JSON.stringify(NO_COUNTS),
  failure: null,
  finishedAt: null,
  leaseHolder: null,
  leaseUntil: null,
} as const

/** Orders a fill; the job of whichever replica comes first does it. `BACKFILL_RUNNING` when one is under way. */
export const startFill = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, resume }: StartFill,
): Promise<Backfill> => {
  const now = clock.now()
  return inTransaction(db, async (tx) => {
    const latest = await readLatestRun(tx)
    if (latest?.state === 'running') throw new AppError('BACKFILL_RUNNING')
    const isResumed = resume && isUnfinished(latest)
    const id = isResumed ? latest.id : newId('fill', now)
    const done = isResumed ? await resumeRun(tx, id) : await insertRun(tx, { ...EMPTY_RUN, id, startedAt: now })
    if (!done) throw new AppError('BACKFILL_RUNNING')
    await recordAudit(tx, now, {
      actor,
      action: isResumed ? 'mirror.fill-resumed' : 'mirror.fill-started',
      subject: { kind: 'mirror', id },
      requestId,
    })
    return backfillOf(await readLatestRun(tx))
  })
}
