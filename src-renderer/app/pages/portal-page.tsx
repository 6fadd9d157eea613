import { getRouteApi } from '@tanstack/react-router'
import { PortalForm } from '../../features/links/PortalForm.tsx'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import { portal as words } from '../../messages/links.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/portal')

export const PortalPage = () => {
  const at = { ...route.useParams(), ...route.useSearch() }
  return (
    <TeamWork title={words.title} at={{ customerStripeId: at.customerStripeId, team: at.team, ticket: at.ticket }}>
      {({ page, customerStripeId, ticket, env, onCancel }) => (
        <PortalForm
          customerStripeId={customerStripeId}
          ticket={ticket}
          email={valueOf(page.customer)?.email ?? null}
          env={env}
          onCancel={onCancel}
        />
      )}
    </TeamWork>
  )
}
