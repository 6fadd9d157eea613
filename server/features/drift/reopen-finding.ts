import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findFinding, insertEvent, updateLasting } from './store.ts'

/** What was accepted is open again before its day. Of one that is open nothing changes. */
export const reopenFinding = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { actor: StaffActor; requestId: string },
  id: string,
): Promise<void> => {
  const now = clock.now()
  await inTransaction(db, async (tx) => {
    const row = await findFinding(tx, id)
    if (!row || row.state === 'suspected') throw new AppError('NOT_FOUND')
    if (row.state === 'open') return
    const open = { state: 'open', acceptedBy: null, acceptedReason: null, acceptedUntil: null } as const
    if (!(await updateLasting(tx, id, open))) throw new AppError('DRIFT_OVER')
    await insertEvent(tx, { findingId: id, kind: 'reopened', who: actor.name, text: 'No longer accepted.', at: now })
    const details = { difference: row.kind, of: row.subjectId }
    await recordAudit(tx, now, { actor, action: 'drift.reopened', subject: { kind: 'drift', id }, requestId, details })
  })
}
