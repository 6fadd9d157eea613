import { isEnded } from '@countersign/shared/features/subscriptions'
import { teamIdSchema } from '@countersign/shared/ids'
import { getRouteApi } from '@tanstack/react-router'
import { LinkForm } from '../../features/links/LinkForm.tsx'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import { links as words } from '../../messages/links.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/link')

export const LinkPage = () => {
  const at = { ...route.useParams(), ...route.useSearch() }
  return (
    <TeamWork title={words.title} at={{ customerStripeId: at.customerStripeId, team: at.team, ticket: at.ticket }}>
      {({ page, customerStripeId, subscriptions, ticket, currency, env, onCancel }) => (
        <LinkForm
          subject={{ kind: 'proven', customerStripeId }}
          teamId={teamIdSchema.safeParse(page.teamId).data ?? null}
          ticket={ticket}
          currency={currency}
          email={valueOf(page.customer)?.email ?? null}
          running={subscriptions.filter((one) => !isEnded(one)).length}
          env={env}
          onCancel={onCancel}
        />
      )}
    </TeamWork>
  )
}
