import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Progress } from '../../components/Progress.tsx'
import { audit } from '../../messages/audit.ts'
import type { useExport } from './use-export.ts'
import s from './Audit.module.css'

const words = audit.export

export interface ExportProgressProps {
  readonly job: ReturnType<typeof useExport>
  /** How many entries there are, once that is known. */
  readonly entries: number | undefined
}

/** The export while it runs, or why it did not finish. */
export const ExportProgress = ({ job, entries }: ExportProgressProps) => {
  const { isRunning, lines, error, start, cancel } = job
  if (isRunning) {
    return (
      <div className={s['progress']}>
        <Progress
          title={words.title}
          detail={entries === undefined ? words.lines(lines) : words.of(Math.min(lines, entries), entries)}
          share={entries === undefined || entries === 0 ? undefined : lines / entries}
          onCancel={cancel}
        />
      </div>
    )
  }
  if (error === null) return null
  return (
    <div className={s['progress']}>
      <FailureProblem title={words.failed} error={error} onRetry={start} />
    </div>
  )
}
