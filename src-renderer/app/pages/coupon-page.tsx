import { isEnded } from '@countersign/shared/features/subscriptions'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { CouponForm } from '../../features/coupons/CouponForm.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { coupons as words } from '../../messages/coupons.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/coupon')

export const CouponPage = () => {
  const trpc = useTRPC()
  const navigate = useNavigate()
  const { customerStripeId } = route.useParams()
  const search = route.useSearch()
  const reasons = useQuery(trpc.policy.versions.queryOptions()).data?.[0]?.document.creditReasons ?? []
  const onStack = () =>
    void navigate({
      to: '/teams/$customerStripeId/stack',
      params: { customerStripeId },
      search: { ...search, subscription: undefined },
    })
  return (
    <TeamWork title={words.title} at={{ customerStripeId, team: search.team, ticket: search.ticket }}>
      {({ subscriptions, ...team }) => (
        <CouponForm
          subject={{
            kind: 'proven',
            customerStripeId: team.customerStripeId,
            subscriptions: subscriptions.filter((one) => !isEnded(one)),
          }}
          ticket={team.ticket}
          currency={team.currency}
          reasons={reasons}
          env={team.env}
          onAsked={(id, isMade) =>
            isMade ? void navigate({ to: '/coupons', search: { item: id } }) : team.onAsked(id)
          }
          onCancel={team.onCancel}
          onStack={onStack}
        />
      )}
    </TeamWork>
  )
}
