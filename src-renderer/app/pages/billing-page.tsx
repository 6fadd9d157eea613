import { isEnded } from '@countersign/shared/features/subscriptions'
import { getRouteApi } from '@tanstack/react-router'
import { BillingEdit } from '../../features/billing/BillingEdit.tsx'
import { planText } from '../../features/subscriptions/texts.ts'
import { billing as words } from '../../messages/billing.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/billing')

export const BillingPage = () => {
  const at = { ...route.useParams(), ...route.useSearch() }
  return (
    <TeamWork title={words.title} at={{ customerStripeId: at.customerStripeId, team: at.team, ticket: at.ticket }}>
      {({ customerStripeId, ticket, subscriptions, env, onAsked, onCancel }) => (
        <BillingEdit
          customerStripeId={customerStripeId}
          ticket={ticket}
          holders={subscriptions
            .filter((one) => !isEnded(one))
            .map((one) => ({ stripeId: one.stripeId, plan: planText(one) }))}
          env={env}
          onAsked={onAsked}
          onCancel={onCancel}
        />
      )}
    </TeamWork>
  )
}
