import { DRIFT_SOURCES, type DriftRun } from '@countersign/shared/features/drift'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { endOf } from './finding-rules.ts'
import { type FindingRow, insertEvent, listUnseen, type RunRow, updateLasting, updateRun } from './store.ts'

const AT_ONCE = 100

const WORDS = {
  repaired: 'Both sides agree after the repair.',
  gone: 'Both sides agree, and nobody here had it repaired.',
} as const

const skippedIn = ({ skipped }: RunRow) => (JSON.parse(skipped) as DriftRun['skipped']).map(({ source }) => source)

/** What wasn't seen of what was compared whole is over. False when the comparison is no longer ours. */
const endSome = ({ db, clock }: Pick<Kernel, 'db' | 'clock'>, run: RunRow, rows: readonly FindingRow[]) =>
  inTransaction(db, async (tx) => {
    const now = clock.now()
    if (!(await updateRun(tx, run, { nextAt: run.nextAt }))) return false
    for (const row of rows) {
      const state = endOf(row)
      if (await updateLasting(tx, row.id, { state, endedAt: now }))
        await insertEvent(tx, { findingId: row.id, kind: state, who: null, text: WORDS[state], at: now })
    }
    return true
  })

/** The end of a comparison that looked at everything that could be looked at. */
export const finishRun = async (kernel: Pick<Kernel, 'db' | 'clock'>, run: RunRow): Promise<'done' | 'lost'> => {
  const skipped = skippedIn(run)
  const sources = DRIFT_SOURCES.filter((source) => !skipped.includes(source))
  for (;;) {
    const rows = await listUnseen(kernel.db, { runId: run.id, sources, limit: AT_ONCE })
    if (rows.length === 0) break
    if (!(await endSome(kernel, run, rows))) return 'lost'
  }
  const finishedAt = kernel.clock.now()
  const end = { state: 'done', finishedAt, leaseHolder: null, leaseUntil: null } as const
  return (await updateRun(kernel.db, run, end)) ? 'done' : 'lost'
}
