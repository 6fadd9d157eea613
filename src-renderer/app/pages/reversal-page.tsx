import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { Empty } from '../../components/Empty.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { ReversalForm } from '../../features/credits/ReversalForm.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { reversals as words } from '../../messages/reversals.ts'
import { type TeamAtWork, TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/reversal')

const Chosen = ({ work, creditStripeId }: { readonly work: TeamAtWork; readonly creditStripeId: string }) => {
  const trpc = useTRPC()
  const { customerStripeId, ticket, env, onAsked, onCancel } = work
  const { data, error, refetch, isFetching } = useQuery(trpc.credits.list.queryOptions({ customerStripeId }))
  if (!data) {
    const onRetry = () => void refetch()
    return error ? (
      <FailureProblem title={words.notRead} error={error} onRetry={onRetry} isRetrying={isFetching} />
    ) : (
      <Skeleton rows={6} />
    )
  }
  const credit = data.credits.find(({ stripeId }) => stripeId === creditStripeId)
  if (!credit) return <Empty title={words.notFound} />
  return <ReversalForm {...{ customerStripeId, ticket, env, onAsked, onCancel }} credit={credit} />
}

export const ReversalPage = () => {
  const { customerStripeId } = route.useParams()
  const { team, ticket, credit } = route.useSearch()
  return (
    <TeamWork title={words.title} at={{ customerStripeId, team, ticket }}>
      {(work) => <Chosen work={work} creditStripeId={credit ?? ''} />}
    </TeamWork>
  )
}
