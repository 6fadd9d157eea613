import type { MeterDecision } from '@countersign/shared/features/metering'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { findWindow, setCount } from '../meters/index.ts'
import { findReading, lockCount, type ReadingRow, updateCount, updateReading } from './store.ts'

export interface DecideReading extends MeterDecision {
  readonly actor: StaffActor
  readonly requestId: string | null
}

const accept = async (tx: Transaction, reading: ReadingRow, now: number): Promise<void> => {
  const { id, teamId, counter, value, measuredAt, countedAt } = reading
  const { window } = await findWindow(tx, { teamId, counter, at: countedAt })
  if (window === 'closed') throw new AppError('METER_PERIOD_CLOSED')
  const { measuredAt: knownAt } = await lockCount(tx, reading)
  const isNewest = knownAt === null || knownAt <= measuredAt
  await updateCount(tx, reading, isNewest ? { value, measuredAt, heardAt: now } : {})
  await setCount(tx, { teamId, counter, countValue: value, countedAt, measuredAt, readingId: id }, now)
}

/** Finance says what a held count is: right, so that it is billed, or wrong, so that it never is. */
export const decideReading = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId, readingId, decision, reason }: DecideReading,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    const reading = await findReading(tx, readingId)
    if (!reading) throw new AppError('NOT_FOUND')
    const { heldId } = await lockCount(tx, reading)
    if (heldId !== readingId) throw new AppError('METER_NOT_HELD')
    await updateCount(tx, reading, { heldId: null })
    if (decision === 'accept') await accept(tx, reading, now)
    const state = decision === 'accept' ? 'accepted' : 'refused'
    await updateReading(tx, readingId, { state, decidedBy: actor.name, decidedAt: now, reason })
    const { teamId, counter, value, comparedWith } = reading
    await recordAudit(tx, now, {
      actor,
      action: decision === 'accept' ? 'meter.accepted' : 'meter.refused',
      subject: { kind: 'meter', id: `${teamId}/${counter}` },
      reason,
      requestId,
      details: { readingId, value, comparedWith },
    })
  })
