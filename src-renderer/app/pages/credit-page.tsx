import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { CreditForm } from '../../features/credits/CreditForm.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { credits as words } from '../../messages/credits.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/credit')

export const CreditPage = () => {
  const trpc = useTRPC()
  const at = { ...route.useParams(), ...route.useSearch() }
  const reasons = useQuery(trpc.policy.versions.queryOptions()).data?.[0]?.document.creditReasons ?? []
  return (
    <TeamWork title={words.title} at={{ customerStripeId: at.customerStripeId, team: at.team, ticket: at.ticket }}>
      {({ customerStripeId, ticket, currency, env, onAsked, onCancel }) => (
        <CreditForm
          customerStripeId={customerStripeId}
          ticket={ticket}
          currency={currency}
          reasons={reasons}
          amount={at.amount}
          env={env}
          onAsked={onAsked}
          onCancel={onCancel}
        />
      )}
    </TeamWork>
  )
}
