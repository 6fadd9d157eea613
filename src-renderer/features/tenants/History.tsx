import { FailureProblem } from '../../components/FailureProblem.tsx'
import { timeText } from '../../lib/dates.ts'
import { tenants as words } from '../../messages/tenants.ts'
import { useTenantHistory } from './use-tenants.ts'
import s from './Tenants.module.css'

export interface HistoryProps {
  readonly teamId: string
  /** The newest only; all of it where none is named. */
  readonly most?: number
}

/** What became of a tenant, the newest first. */
export const History = ({ teamId, most }: HistoryProps) => {
  const history = useTenantHistory(teamId)
  if (history.error !== null) return <FailureProblem title={words.historyNotRead} error={history.error} />
  return (
    <>
      <h3 className={s['subtitle']}>{words.history}</h3>
      <ol aria-label={words.history} className={s['history']}>
        {(history.data?.events ?? []).slice(0, most).map(({ sequence, kind, text, at }) => (
          <li key={sequence}>
            <b>{words.events[kind]}</b> {timeText(at)}: {text}
          </li>
        ))}
      </ol>
    </>
  )
}
