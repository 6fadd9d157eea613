import type { TicketCase } from '@countersign/shared/features/cases'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { caseName, caseProof } from '../../features/cases/case-looks.ts'
import { CaseProofStrip } from '../../features/cases/CaseProofStrip.tsx'
import { CaseView } from '../../features/cases/CaseView.tsx'
import { useCase, useCaseDeeds } from '../../features/cases/use-case.ts'
import { useCaseActions } from '../../features/cases/use-case-actions.ts'
import { failureOf } from '../../lib/failure.ts'
import { usePageActions } from '../../lib/page-actions.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { cases as words } from '../../messages/cases.ts'
import { TeamEvidence } from './team-evidence.tsx'
import s from './team-page.module.css'

const route = getRouteApi('/cases/$ticket')

const OpenedCase = ({ ticketCase }: { readonly ticketCase: TicketCase }) => {
  const { ticket, teamId, customerStripeId, verificationId } = ticketCase
  const now = useNow()
  const navigate = useNavigate()
  const [isEvidence, setEvidence] = useState(false)
  const verifyReason = useMissingPermission('team.verify')
  const deeds = useCaseDeeds(ticket)
  const onVerify = () => void navigate({ to: '/verify', search: { team: teamId, ticket } })
  const onTeam = () => {
    if (customerStripeId === null) return
    void navigate({ to: '/teams/$customerStripeId', params: { customerStripeId }, search: { team: teamId, ticket } })
  }
  const actions = useCaseActions(ticketCase, deeds, { onTeam, onVerify })
  usePageActions({ title: caseName(ticketCase), aside: caseProof(ticketCase, now).text, actions: [...actions] })
  return (
    <>
      <CaseProofStrip
        ticketCase={ticketCase}
        now={now}
        onEvidence={() => setEvidence(true)}
        onVerify={onVerify}
        verifyReason={verifyReason}
      />
      <CaseView ticketCase={ticketCase} now={now} deeds={deeds} actions={actions} />
      {isEvidence && <TeamEvidence verificationId={verificationId} onClose={() => setEvidence(false)} />}
    </>
  )
}

/** A case that nobody opened is not found, and asking again doesn't find it. */
const NotOpened = ({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }) => {
  const navigate = useNavigate()
  const isThere = failureOf(error).code !== 'NOT_FOUND'
  return (
    <FailureProblem
      title={words.caseNotRead}
      error={error}
      {...(isThere ? { onRetry } : {})}
      actions={<Button onPress={() => void navigate({ to: '/cases', search: {} })}>{words.all}</Button>}
    />
  )
}

/** Everything about one ticket. */
export const CasePage = () => {
  const { ticket } = route.useParams()
  const opened = useCase(ticket)
  usePageTitle(words.title(ticket))
  if (opened.data) return <OpenedCase key={ticket} ticketCase={opened.data} />
  return (
    <div className={s['wait']}>
      {opened.error ? <NotOpened error={opened.error} onRetry={() => void opened.refetch()} /> : <Skeleton rows={8} />}
    </div>
  )
}
