import {
  DRIFT_KINDS,
  DRIFT_SEVERITIES,
  type DriftRun,
  type DriftSeverity,
  type DriftStatus,
} from '@countersign/shared/features/drift'
import { toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { countFindings, readLastDone, readLatestRun, type RunRow } from './store.ts'

const isoOrNull = (at: number | null): string | null => (at === null ? null : toIso(at))

const comparedIn = ({ compared }: RunRow) => JSON.parse(compared) as Record<string, number>

const runOf = (row: RunRow): DriftRun => ({
  id: row.id,
  state: row.state,
  askedBy: row.askedBy,
  source: row.state !== 'running' || row.source === 'settle' ? null : row.source,
  compared: comparedIn(row),
  skipped: JSON.parse(row.skipped) as DriftRun['skipped'],
  problem: row.problem,
  startedAt: toIso(row.startedAt),
  finishedAt: isoOrNull(row.finishedAt),
})

/** What was compared, when, and what is open. */
export const readDriftStatus = async ({ db, settings }: Pick<Kernel, 'db' | 'settings'>): Promise<DriftStatus> => {
  const [latest, done, counts] = await Promise.all([readLatestRun(db), readLastDone(db), countFindings(db)])
  const open = counts.filter(({ state }) => state === 'open')
  const sum = (some: typeof counts) => some.reduce((total, { count }) => total + count, 0)
  const ofSeverity = (severity: DriftSeverity) => sum(open.filter((one) => one.severity === severity))
  const [shutOut, money, stale] = DRIFT_SEVERITIES.map(ofSeverity)
  return {
    run: latest ? runOf(latest) : null,
    last: done ? { at: toIso(done.finishedAt ?? done.startedAt), compared: comparedIn(done) } : null,
    dailyAt: settings.drift?.dailyAt ?? null,
    open: { 'shut-out': shutOut ?? 0, money: money ?? 0, stale: stale ?? 0 },
    byKind: DRIFT_KINDS.map((kind) => ({ kind, count: sum(open.filter((one) => one.kind === kind)) })).filter(
      ({ count }) => count > 0,
    ),
    accepted: sum(counts.filter(({ state }) => state === 'accepted')),
  }
}
