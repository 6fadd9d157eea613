import type { RequestLine } from '@countersign/shared/features/approvals'
import { useQuery } from '@tanstack/react-query'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Panel } from '../../components/Panel.tsx'
import { ageText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { approvals } from '../../messages/approvals.ts'
import { openRequests as words } from '../../messages/open-requests.ts'
import s from './TeamView.module.css'

const NONE: readonly RequestLine[] = []

const stateText = ({ state, approvals: given, approversNeeded }: RequestLine): string =>
  state === 'requested' ? words.waiting(given, approversNeeded) : approvals.states[state]

/** What is asked for or under way for this customer, whoever asked: another request may go stale by it. */
export const OpenRequests = ({
  customerStripeId,
  now,
}: {
  readonly customerStripeId: string
  readonly now: string
}) => {
  const trpc = useTRPC()
  const lines = useQuery(trpc.approvals.list.queryOptions({ filter: 'open', customerStripeId })).data ?? NONE
  if (lines.length === 0) return null
  return (
    <Panel title={words.title(lines.length)}>
      <ul className={s['requests']}>
        {lines.map((line) => (
          <li key={line.id}>
            <a className="cs-link" href={deskPaths.approvals({ item: line.id, show: 'all' })}>
              {line.title}
            </a>
            <span className="cs-dim">{words.owner(line.requesterName, ageText(line.createdAt, now))}</span>
            <MoneyState state={approvals.progress[line.state]} word={stateText(line)} />
          </li>
        ))}
      </ul>
      <p className="cs-xs cs-dim">{words.stale}</p>
    </Panel>
  )
}
