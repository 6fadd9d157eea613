import type { ShownRequest } from './shown-request.ts'
import { useQuery } from '@tanstack/react-query'
import { Check } from 'lucide-react'
import type { Ref } from 'react'
import { CopyId } from '../../components/CopyId.tsx'
import { Icon } from '../../components/Icon.tsx'
import { MoneyState } from '../../components/MoneyState.tsx'
import { Name } from '../../components/Name.tsx'
import { ageText } from '../../lib/dates.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { failureOf } from '../../lib/failure.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { approvals as words } from '../../messages/approvals.ts'
import { stateText } from './state-text.ts'
import s from './RequestCard.module.css'

/** Read anew while somebody still has to sign: what moved is better known before than after. */
export const useCompared = ({ id, state }: Pick<ShownRequest, 'id' | 'state'>) => {
  const trpc = useTRPC()
  return useQuery({ ...trpc.approvals.compare.queryOptions({ id }), enabled: state === 'requested' })
}

const Compared = ({ request, now }: { readonly request: ShownRequest; readonly now: string }) => {
  const { data, error } = useCompared(request)
  if (request.state !== 'requested') return null
  if (error) {
    return (
      <span className="cs-money">
        {words.card.notCompared}: {failureOf(error).text}
      </span>
    )
  }
  if (!data) return <span>{words.card.comparing}</span>
  if (data.differences.length > 0) return <b className="cs-money">{words.card.moved}</b>
  return (
    <span className={s['same']}>
      <Icon of={Check} size={14} /> {words.card.compared(ageText(data.at, now))}
    </span>
  )
}

const shortId = (id: string): string => `…${id.slice(-8)}`

export interface RequestHeadProps {
  readonly request: ShownRequest
  readonly now: string
  readonly titleRef: Ref<HTMLHeadingElement>
}

/** What is asked, about whom, how far it is. */
export const RequestHead = ({ request, now, titleRef }: RequestHeadProps) => {
  const { title, subjectName, teamId, customerStripeId, ticket } = request
  return (
    <header className={s['head']}>
      <div className={s['names']}>
        <h2 ref={titleRef} tabIndex={-1} className={s['title']}>
          <Name>{title}</Name>
          {subjectName !== null && (
            <>
              {', '}
              <Name>{subjectName}</Name>
            </>
          )}
        </h2>
        <p className={s['sub']}>
          {teamId !== null && <bdi className="cs-mono">{teamId}</bdi>}
          {ticket !== null && <bdi>{ticket}</bdi>}
          {customerStripeId !== null && (
            <a className="cs-link" href={deskPaths.team({ customerStripeId, team: teamId, ticket })}>
              {words.card.openTeam}
            </a>
          )}
          <Compared request={request} now={now} />
        </p>
      </div>
      <div className={s['far']}>
        <CopyId value={request.id} what={words.card.number} short={shortId(request.id)} />
        <MoneyState state={words.progress[request.state]} word={stateText(request)} />
      </div>
    </header>
  )
}
