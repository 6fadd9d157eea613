import type { DriftRepair, DriftSaid } from '@countersign/shared/features/drift'
import { inTransaction } from '../../kernel/transaction.ts'
import { compareObject } from '../mirror/index.ts'
import { commitStep, type DriftKernel, type Step } from './commit-step.ts'
import type { Found } from './finding-rules.ts'
import { foundInMirror } from './mirror-rules.ts'
import { countEvents, dropSuspected, type FindingRow, listSuspected, type RunRow } from './store.ts'

const PAGE = 20
/** More than so many isn't drift but a mirror that has to be filled anew. */
const MOST_SETTLED = 2000

const repairOf = ({ said }: FindingRow): DriftRepair => (JSON.parse(said) as DriftSaid).repair

/** null: both agree by now, or an event of it is about to be applied. */
const lookAgain = async (kernel: DriftKernel, row: FindingRow): Promise<Found | null> => {
  const repair = repairOf(row)
  if (repair.kind !== 'reread') return null
  await kernel.pace()
  const difference = await compareObject(kernel, repair.resource, row.subjectId)
  if (!difference || (await countEvents(kernel.db, 'waiting', row.subjectId)) > 0) return null
  const { subjectId: stripeId, customerStripeId, teamId } = row
  const { resource } = repair
  return { ...foundInMirror({ ...difference, resource, stripeId, customerStripeId, teamId }), isSuspected: false }
}

const dropRest = (kernel: DriftKernel): Promise<number> => inTransaction(kernel.db, (tx) => dropSuspected(tx, null))

/** The difference may have become another: gone rather than changed. Then that is the finding, and this one never was. */
const settle = async (kernel: DriftKernel, row: FindingRow): Promise<Found | null> => {
  const found = await lookAgain(kernel, row)
  if (!found || found.kind !== row.kind) await inTransaction(kernel.db, (tx) => dropSuspected(tx, row.id))
  return found
}

/**
 * What differed may only have been on its way. It is asked for once more, object by object, and counts if it still differs.
 * null: the comparison is no longer ours.
 */
export const settleSuspected = async (kernel: DriftKernel, run: RunRow, until: number): Promise<RunRow | null> => {
  const cursor = run.cursor ?? ''
  const [settled = '0', after = ''] = cursor.split(' ')
  const isTooMany = Number(settled) >= MOST_SETTLED
  const rows = isTooMany ? [] : await listSuspected(kernel.db, after, PAGE)
  const found: Found[] = []
  for (const row of rows) {
    const one = await settle(kernel, row)
    if (one) found.push(one)
  }
  const last = rows.at(-1)
  const left = last ? 0 : await dropRest(kernel)
  const tooMany = { skipped: `${left} more objects differ in the mirror; it has to be filled anew.` }
  const step: Step = { found, compared: {}, next: null, ...(left === 0 ? {} : tooMany) }
  const next = last ? `${Number(settled) + rows.length} ${last.id}` : 'done'
  return commitStep(kernel, run, { step, place: { source: 'settle', cursor: next }, until })
}
