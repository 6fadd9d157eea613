import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { CreditsTab } from '../../features/credits/CreditsTab.tsx'
import { usePlace } from '../../features/subscriptions/place.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { teamWork as words } from '../../messages/team-work.ts'
import type { TeamWorkOptions } from './use-team-work.ts'

/** The tab of credits. What is on it is only asked for once it is open: it reads the whole balance. */
export const useTeamCredits = ({ page, ticket, proof }: TeamWorkOptions) => {
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { tab, item, go } = usePlace()
  const forbidden = useMissingPermission('approval.ask')
  const { customerStripeId, teamId } = page
  const list = useQuery({ ...trpc.credits.list.queryOptions({ customerStripeId }), enabled: tab === 'credits' })
  const search = {
    team: teamId === '' ? undefined : teamId,
    ticket: proof.kind === 'live' ? proof.line.ticket : ticket,
  }
  return {
    count: list.data?.credits.length,
    content: (
      <CreditsTab
        list={list.data}
        error={list.error}
        isLoading={list.isPending}
        onRetry={() => void list.refetch()}
        item={item}
        onItem={(id) => go({ item: id })}
        reason={forbidden ?? (proof.kind === 'live' ? undefined : words.noProof)}
        onReverse={(credit) =>
          void navigate({
            to: '/teams/$customerStripeId/reversal',
            params: { customerStripeId },
            search: { ...search, credit },
          })
        }
      />
    ),
  }
}
