import type { TeamPage, Subscription } from '@countersign/shared/features/subscriptions'
import { useNavigate } from '@tanstack/react-router'
import { type ReactNode, useMemo, useState } from 'react'
import type { Env } from '../../components/EnvTag.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { PageHead } from '../../components/PageHead.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import { proofOf } from '../../features/subscriptions/proof-rules.ts'
import { ReadingContext } from '../../features/subscriptions/reading.ts'
import { TeamProof } from '../../features/subscriptions/TeamProof.tsx'
import { customerText } from '../../features/subscriptions/texts.ts'
import { useTeamPage } from '../../features/subscriptions/use-team-page.ts'
import { useTeamTickets } from '../../features/subscriptions/use-team-tickets.ts'
import { useHealth } from '../../features/system/use-health.ts'
import { deskPaths } from '../../lib/desk-paths.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { useNow } from '../../lib/use-now.ts'
import { usePageTitle } from '../../lib/use-page-title.ts'
import { TeamEvidence } from './team-evidence.tsx'
import s from './team-page.module.css'

/** The team that something is asked for. */
export interface TeamAtWork {
  readonly page: TeamPage
  readonly customerStripeId: string
  /** The ticket that the team is proven for now; null: nothing about money can be asked. */
  readonly ticket: string | null
  readonly currency: string | null
  readonly subscriptions: readonly Subscription[]
  readonly env: Env
  readonly onAsked: (requestId: string) => void
  readonly onCancel: () => void
}

export interface TeamWorkProps {
  readonly title: string
  readonly at: {
    readonly customerStripeId: string
    readonly team: string | undefined
    readonly ticket: string | undefined
  }
  readonly children: (team: TeamAtWork) => ReactNode
}

interface OpenedProps extends TeamWorkProps {
  readonly page: TeamPage
  readonly now: string
}

const useWays = ({ customerStripeId, team, ticket }: TeamWorkProps['at']) => {
  const navigate = useNavigate()
  return {
    onAsked: (id: string) => void navigate({ to: '/approvals', search: { item: id, show: 'mine' } }),
    onCancel: () =>
      void navigate({ to: '/teams/$customerStripeId', params: { customerStripeId }, search: { team, ticket } }),
    onVerify: () => void navigate({ to: '/verify', search: { team, ticket } }),
  }
}

const Opened = ({ title, at, page, now, children }: OpenedProps) => {
  const { onVerify, ...ways } = useWays(at)
  const [isEvidence, setEvidence] = useState(false)
  const tickets = useTeamTickets(page.teamId)
  const verifyReason = useMissingPermission('team.verify')
  const mode = useHealth().data?.health.mode ?? 'TEST'
  const proof = proofOf({ proof: page.proof, lines: tickets.lines, ticket: at.ticket }, now)
  const customer = valueOf(page.customer)
  const name = customerText(customer, page.customerStripeId)
  return (
    <>
      <TeamProof
        proof={proof}
        verification={undefined}
        ticket={at.ticket}
        onEvidence={() => setEvidence(true)}
        onVerify={onVerify}
        reason={verifyReason}
      />
      <PageHead title={title} size="lg" crumbs={[{ label: name, href: deskPaths.team(at) }]} />
      {children({
        page,
        customerStripeId: page.customerStripeId,
        ticket: proof.kind === 'live' ? proof.line.ticket : null,
        currency: customer?.currency ?? null,
        subscriptions: valueOf(page.subscriptions) ?? [],
        env: mode === 'LIVE' ? 'live' : 'test',
        ...ways,
      })}
      {isEvidence && proof.kind !== 'none' && (
        <TeamEvidence verificationId={proof.line.id} onClose={() => setEvidence(false)} />
      )}
    </>
  )
}

/** The frame of every page that asks for something about one team: its proof on top, the question, the way back. */
export const TeamWork = (props: TeamWorkProps) => {
  const { title, at } = props
  const now = useNow()
  const { data, error, refetch, isFetching } = useTeamPage(at)
  const reading = useMemo(
    () => ({ now, onRefresh: () => void refetch(), isRefreshing: isFetching }),
    [now, refetch, isFetching],
  )
  usePageTitle(title)
  if (!data) {
    return (
      <div className={s['wait']}>
        {error ? (
          <FailureProblem title={title} error={error} onRetry={() => void refetch()} isRetrying={isFetching} />
        ) : (
          <Skeleton rows={8} />
        )}
      </div>
    )
  }
  return (
    <ReadingContext value={reading}>
      <Opened {...props} page={data} now={now} />
    </ReadingContext>
  )
}
