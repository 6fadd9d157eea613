import type { DriftAccept } from '@countersign/shared/features/drift'
import { DAY_MS, dayStart, dayWords } from '@countersign/shared/times'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findFinding, insertEvent, updateLasting } from './store.ts'

/** Longer than that nobody remembers why. */
const LONGEST_MS = 366 * DAY_MS

/** It is meant so, until the end of that day; a comparison that still sees it afterwards opens it again. */
export const acceptFinding = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: { actor: StaffActor; requestId: string },
  { id, reason, until }: DriftAccept,
): Promise<void> => {
  const now = clock.now()
  const acceptedUntil = dayStart(until) + DAY_MS
  if (acceptedUntil <= now || acceptedUntil > now + LONGEST_MS) throw new AppError('DRIFT_DAY_WRONG')
  const row = await findFinding(db, id)
  if (!row || row.state === 'suspected') throw new AppError('NOT_FOUND')
  await inTransaction(db, async (tx) => {
    const accepted = { acceptedBy: actor.name, acceptedReason: reason, acceptedUntil }
    if (!(await updateLasting(tx, id, { state: 'accepted', ...accepted }))) throw new AppError('DRIFT_OVER')
    const text = `Accepted until ${dayWords(until)}: ${reason}`
    await insertEvent(tx, { findingId: id, kind: 'accepted', who: actor.name, text, at: now })
    const subject = { kind: 'drift', id }
    const details = { difference: row.kind, of: row.subjectId, until }
    await recordAudit(tx, now, { actor, action: 'drift.accepted', subject, reason, requestId, details })
  })
}
