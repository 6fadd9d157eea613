import { decimalText, type Money } from '@countersign/shared/money'
import { isEnded, type Subscription } from '@countersign/shared/features/subscriptions'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Empty } from '../../components/Empty.tsx'
import { StackForm } from '../../features/stacks/StackForm.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { stacks as words } from '../../messages/stacks.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/stack')

/** The one that was named first, then those that carry a discount. */
const inOrder = (subscriptions: readonly Subscription[], named: string | undefined): readonly Subscription[] =>
  subscriptions.filter((one) => !isEnded(one)).toSorted((a, b) => rankOf(a, named) - rankOf(b, named))

const rankOf = ({ stripeId, discounts }: Subscription, named: string | undefined): number => {
  if (stripeId === named) return 0
  return discounts.length > 0 ? 1 : 2
}

export const StackPage = () => {
  const navigate = useNavigate()
  const trpc = useTRPC()
  const reasons = useQuery(trpc.policy.versions.queryOptions()).data?.[0]?.document.creditReasons ?? []
  const { customerStripeId } = route.useParams()
  const { team, ticket, subscription } = route.useSearch()
  const onCredit = (credit: Money) => {
    const search = { team, ticket, amount: decimalText(credit) }
    void navigate({ to: '/teams/$customerStripeId/credit', params: { customerStripeId }, search })
  }
  return (
    <TeamWork title={words.title} at={{ customerStripeId, team, ticket }}>
      {(work) => {
        const [first, ...others] = inOrder(work.subscriptions, subscription)
        if (!first) return <Empty title={words.noSubscription} />
        return (
          <StackForm
            customerStripeId={work.customerStripeId}
            ticket={work.ticket}
            subscriptions={[first, ...others]}
            reasons={reasons}
            env={work.env}
            onAsked={work.onAsked}
            onCancel={work.onCancel}
            onCredit={onCredit}
          />
        )
      }}
    </TeamWork>
  )
}
