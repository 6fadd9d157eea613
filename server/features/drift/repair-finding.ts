import type { DriftRepair, DriftRepaired, DriftSaid } from '@countersign/shared/features/drift'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { compareObject, fetchObject, writeFetched } from '../mirror/index.ts'
import { askReconcile, noteConcerned } from '../tenants/index.ts'
import { findFinding, type FindingRow, insertEvent, updateLasting } from './store.ts'

interface Asking {
  readonly actor: StaffActor
  readonly requestId: string
}

type Reread = Extract<DriftRepair, { kind: 'reread' }>
type RepairKernel = Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>

const isOver = ({ state }: FindingRow): boolean => state === 'repaired' || state === 'gone'

const noteEnd = (kernel: RepairKernel, row: FindingRow, { actor, requestId }: Asking, isRepaired: boolean) =>
  inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const { id, subjectId } = row
    const asked = { repairAskedBy: actor.name, repairAskedAt: now }
    const end = isRepaired ? ({ state: 'repaired', endedAt: now } as const) : {}
    if (!(await updateLasting(tx, id, { ...asked, ...end }))) return
    const text = isRepaired ? 'Read again: both sides agree.' : 'Asked to be set right; the next comparison shows it.'
    const kind = isRepaired ? 'repaired' : 'repair-asked'
    await insertEvent(tx, { findingId: id, kind, who: actor.name, text, at: now })
    await recordAudit(tx, now, {
      actor,
      action: 'drift.repaired',
      subject: { kind: 'drift', id },
      requestId,
      details: { difference: row.kind, of: subjectId },
    })
  })

const reread = async (kernel: RepairKernel, { resource, stripeId }: Reread): Promise<boolean> => {
  const fetched = await fetchObject(kernel, resource, stripeId)
  await inTransaction(kernel.db, (tx) => writeFetched(tx, resource, [fetched]))
  return (await compareObject(kernel, resource, stripeId)) === null
}

/** One that nobody had heard of is noted first. */
const reconcile = async (kernel: RepairKernel, asking: Asking, teamId: string): Promise<void> => {
  const { db, clock, settings } = kernel
  if (settings.tenants) await inTransaction(db, (tx) => noteConcerned(tx, [{ teamIds: [teamId], at: clock.now() }]))
  await askReconcile(kernel, { ...asking, teamId })
}

/**
 * Does at once what moves no money and takes nothing from anybody: reads an object again, or has the reconciler look. What
 * does is prepared in its own form and approved there.
 */
export const repairFinding = async (kernel: RepairKernel, asking: Asking, id: string): Promise<DriftRepaired> => {
  const row = await findFinding(kernel.db, id)
  if (!row || row.state === 'suspected') throw new AppError('NOT_FOUND')
  if (isOver(row)) throw new AppError('DRIFT_OVER')
  const { repair } = JSON.parse(row.said) as DriftSaid
  if (repair.kind === 'reread') {
    const isRepaired = await reread(kernel, repair)
    await noteEnd(kernel, row, asking, isRepaired)
    return { outcome: isRepaired ? 'repaired' : 'differs' }
  }
  if (repair.kind !== 'reconcile') throw new AppError('DRIFT_NOT_HERE')
  await reconcile(kernel, asking, repair.teamId)
  await noteEnd(kernel, row, asking, false)
  return { outcome: 'asked' }
}
