import type { DriftRun, DriftStatus } from '@countersign/shared/features/drift'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Notice } from '../../components/Notice.tsx'
import { Progress } from '../../components/Progress.tsx'
import { ageText } from '../../lib/dates.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { drift as words } from '../../messages/drift.ts'
import { useCompare } from './use-drift.ts'
import s from './Drift.module.css'

const Running = ({ run }: { readonly run: DriftRun }) => {
  const now = useNow()
  const { cancel } = useCompare()
  const mayCancel = useMissingPermission('drift.manage') === undefined
  const source = run.source === null ? words.settling : words.sources[run.source]
  return (
    <div className={s['running']}>
      <Progress
        title={words.running}
        detail={words.runningSource(source, words.comparedText(run.compared))}
        note={run.problem === null ? words.goesOn(ageText(run.startedAt, now)) : words.waits(run.problem)}
        {...(mayCancel ? { onCancel: () => cancel.mutate() } : {})}
      />
      {cancel.error !== null && <FailureProblem title={words.notCancelled} error={cancel.error} />}
    </div>
  )
}

/** How far a comparison is, or what the last one could not do. */
export const Comparing = ({ run }: Pick<DriftStatus, 'run'>) => {
  if (run === null) return null
  if (run.state === 'running') return <Running run={run} />
  if (run.state === 'failed')
    return (
      <div className={s['running']}>
        <Notice tone="money" title={words.failed}>
          {run.problem}
        </Notice>
      </div>
    )
  if (run.state === 'cancelled')
    return (
      <div className={s['running']}>
        <Notice title={words.cancelled} />
      </div>
    )
  return run.skipped.map(({ source, why }) => (
    <div key={`${source} ${why}`} className={s['running']}>
      <Notice>{words.skipped(words.sources[source], why)}</Notice>
    </div>
  ))
}
