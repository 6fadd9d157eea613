import type { ChainReport } from '@countersign/shared/features/audit'
import { Link2, Link2Off, RotateCw } from 'lucide-react'
import { Button } from '../../components/Button.tsx'
import { Icon } from '../../components/Icon.tsx'
import { classNames } from '../../components/class-names.ts'
import { clockText, timeText } from '../../lib/dates.ts'
import { failureOf } from '../../lib/failure.ts'
import { audit } from '../../messages/audit.ts'
import s from './Audit.module.css'

const words = audit.chain

export interface ChainStripProps {
  readonly report: ChainReport | undefined
  readonly isChecking: boolean
  readonly error: unknown
  readonly onCheck: () => void
}

const tookText = (ms: number): string => (ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`)

const wordOf = ({ report, isChecking }: ChainStripProps): string => {
  if (!report) return isChecking ? words.checking : words.unchecked
  return report.firstBroken === null ? words.intact : words.broken(report.firstBroken.sequence)
}

const detailOf = ({ report, error }: ChainStripProps): string => {
  if (error !== null) return `${words.failed} ${failureOf(error).text}`
  if (!report) return words.ask
  const { firstBroken, lastCheckpointAt } = report
  if (firstBroken !== null) return `${firstBroken.why} ${words.before(Math.max(0, firstBroken.sequence - 1))}`
  const last = lastCheckpointAt === null ? words.noLast : words.last(timeText(lastCheckpointAt))
  return words.follows(report) + last
}

/** Whether the log is what it was, by the companion's own walk along it. */
export const ChainStrip = (props: ChainStripProps) => {
  const { report, isChecking, onCheck } = props
  const isBroken = report?.intact === false
  return (
    <section
      className={classNames(s['strip'], report && s[isBroken ? 'broken' : 'intact'])}
      aria-label={`${words.region}: ${wordOf(props)}`}
    >
      <span className={s['word']}>
        <Icon of={isBroken ? Link2Off : Link2} />
        {wordOf(props)}
      </span>
      <span className={s['detail']} title={detailOf(props)}>
        {detailOf(props)}
      </span>
      {report && (
        <span className={s['checked']}>{words.checked(clockText(report.checkedAt), tookText(report.tookMs))}</span>
      )}
      <Button kind="quiet" size="sm" icon={RotateCw} keys="c" isBusy={isChecking} onPress={onCheck}>
        {report ? words.again : words.now}
      </Button>
    </section>
  )
}
