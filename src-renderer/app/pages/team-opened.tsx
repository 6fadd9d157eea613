import type { TeamPage } from '@countersign/shared/features/subscriptions'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { Notice } from '../../components/Notice.tsx'
import { useShortcuts } from '../../components/use-shortcuts.ts'
import { TeamLicenses } from '../../features/licenses/TeamLicenses.tsx'
import { TeamDeals } from '../../features/invoices/TeamDeals.tsx'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import { usePlace } from '../../features/subscriptions/place.ts'
import { OpenRequests } from '../../features/subscriptions/OpenRequests.tsx'
import { type Proof, proofOf } from '../../features/subscriptions/proof-rules.ts'
import { useReading } from '../../features/subscriptions/reading.ts'
import { TeamProof } from '../../features/subscriptions/TeamProof.tsx'
import { TeamView } from '../../features/subscriptions/TeamView.tsx'
import { customerText } from '../../features/subscriptions/texts.ts'
import { TicketsTab } from '../../features/subscriptions/TicketsTab.tsx'
import { useTeamActions } from '../../features/subscriptions/use-team-actions.ts'
import { useTeamTickets } from '../../features/subscriptions/use-team-tickets.ts'
import { useHealth } from '../../features/system/use-health.ts'
import { TeamTenant } from '../../features/tenants/TeamTenant.tsx'
import { failureOf } from '../../lib/failure.ts'
import { usePageActions } from '../../lib/page-actions.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { messages } from '../../messages/index.ts'
import { team as words } from '../../messages/team.ts'
import { TeamEvidence } from './team-evidence.tsx'
import { useTeamCredits } from './use-team-credits.tsx'
import { useTeamUsage } from './use-team-usage.ts'
import { useTeamWork } from './use-team-work.ts'
import s from './team-page.module.css'

export interface OpenedTeamProps {
  readonly page: TeamPage
  readonly ticket: string | undefined
  /** Asking again failed; what was read stays. */
  readonly error: unknown
}

const useVerdict = (id: string | undefined) => {
  const trpc = useTRPC()
  return useQuery({ ...trpc.teams.verification.queryOptions({ id: id ?? '' }), enabled: id !== undefined }).data
}

const useActions = ({ page, ticket }: OpenedTeamProps, proof: Proof, onVerify: () => void) => {
  const health = useHealth().data?.health
  const verifyReason = useMissingPermission('team.verify')
  const { tab } = usePlace()
  const actions = useTeamActions({
    page,
    proof,
    ticket,
    mode: health?.mode ?? 'TEST',
    stripeHost: health?.stripe.host ?? '',
    onVerify,
    verifyReason,
    work: useTeamWork({ page, ticket, proof }),
  })
  const named = actions.map((action) => ({ ...action, label: words.actions.full[action.id] ?? action.label }))
  usePageActions({
    title: customerText(valueOf(page.customer), page.customerStripeId),
    aside: proof.kind === 'live' ? words.proof.aside(proof.line.ticket, proof.left) : words.proof.unproven,
    actions: named,
  })
  // On the overview the rows themselves hold the keys.
  useShortcuts(
    named.flatMap(({ keys, label, reason, run }) =>
      keys === undefined ? [] : [{ keys, label, run, ...(reason === undefined ? {} : { reason }) }],
    ),
    tab !== 'overview',
  )
  return { actions, verifyReason }
}

/** The page of a team that could be opened: its proof, then everything else. */
export const OpenedTeam = (props: OpenedTeamProps) => {
  const { page, ticket, error } = props
  const { now } = useReading()
  const navigate = useNavigate()
  const [evidenceId, setEvidence] = useState<string>()
  const tickets = useTeamTickets(page.teamId)
  const proof = proofOf({ proof: page.proof, lines: tickets.lines, ticket }, now)
  const verificationId = proof.kind === 'none' ? undefined : proof.line.id
  const verification = useVerdict(verificationId)
  const onVerify = () =>
    void navigate({ to: '/verify', search: { ...(page.teamId === '' ? {} : { team: page.teamId }), ticket } })
  const { actions, verifyReason } = useActions(props, proof, onVerify)
  const credits = useTeamCredits({ page, ticket, proof })
  const usage = useTeamUsage([page.teamId])
  return (
    <>
      <TeamProof
        proof={proof}
        verification={verification}
        ticket={ticket}
        onEvidence={() => setEvidence(verificationId)}
        onVerify={onVerify}
        reason={verifyReason}
      />
      {error !== null && (
        <div className={s['banner']}>
          <Notice tone="money" title={words.notRefreshed} isLive>
            {failureOf(error).text} {messages.problem.next}: {failureOf(error).next}
          </Notice>
        </div>
      )}
      <TeamView
        page={page}
        actions={actions}
        tickets={{
          count: tickets.count,
          content: <TicketsTab {...tickets} onEvidence={setEvidence} onVerify={onVerify} verifyReason={verifyReason} />,
        }}
        credits={credits}
        requests={
          <>
            <OpenRequests customerStripeId={page.customerStripeId} now={now} />
            <TeamDeals customerStripeId={page.customerStripeId} now={now} />
            <TeamLicenses teamId={page.teamId} />
            <TeamTenant teamId={page.teamId} usage={usage} now={now} />
          </>
        }
      />
      {evidenceId !== undefined && <TeamEvidence verificationId={evidenceId} onClose={() => setEvidence(undefined)} />}
    </>
  )
}
