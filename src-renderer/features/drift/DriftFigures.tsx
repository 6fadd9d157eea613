import type { DriftStatus } from '@countersign/shared/features/drift'
import { KeyFigures } from '../../components/KeyFigures.tsx'
import { ageText, spanText, timeText } from '../../lib/dates.ts'
import { useNow } from '../../lib/use-now.ts'
import { drift } from '../../messages/drift.ts'
import { useDriftStatus } from './use-drift.ts'

const words = drift.figures

const tookText = ({ run }: DriftStatus): string =>
  run?.state === 'done' && run.finishedAt !== null
    ? words.took(spanText(Date.parse(run.finishedAt) - Date.parse(run.startedAt)))
    : ''

/** How much is open, by what it costs, and how fresh that is. */
export const DriftFigures = () => {
  const now = useNow()
  const { data } = useDriftStatus()
  if (!data) return null
  const { open, last, dailyAt } = data
  const when = `${tookText(data)} ${dailyAt === null ? words.asked : words.daily(dailyAt)}`.trim()
  return (
    <KeyFigures
      figures={[
        {
          id: 'shut-out',
          label: words['shut-out'],
          value: open['shut-out'],
          title: drift.severityTitles['shut-out'],
          ...(open['shut-out'] === 0 ? {} : { tone: 'danger' as const }),
        },
        {
          id: 'money',
          label: words.money,
          value: open.money,
          title: drift.severityTitles.money,
          ...(open.money === 0 ? {} : { tone: 'money' as const }),
        },
        { id: 'stale', label: words.stale, value: open.stale, title: drift.severityTitles.stale, isOptional: true },
        {
          id: 'compared',
          label: words.compared,
          value: last === null ? words.never : words.ago(ageText(last.at, now)),
          title: last === null ? when : `${timeText(last.at)}. ${when}`,
        },
      ]}
    />
  )
}
