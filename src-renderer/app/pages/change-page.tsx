import { isEnded, type Subscription } from '@countersign/shared/features/subscriptions'
import { getRouteApi } from '@tanstack/react-router'
import { Empty } from '../../components/Empty.tsx'
import { ChangeForm } from '../../features/changes/ChangeForm.tsx'
import { MODES, modesOf, type Mode } from '../../features/changes/draft-rules.ts'
import { changes as words } from '../../messages/changes.ts'
import { TeamWork } from './team-work.tsx'

const route = getRouteApi('/teams/$customerStripeId/change')

const modeOf = (subscription: Subscription, wanted: string | undefined): Mode => {
  const mode = MODES.find((one) => one === wanted) ?? 'change'
  return modesOf(subscription).includes(mode) ? mode : 'change'
}

/** The platform's own comes before one made by hand. */
const runningOf = (subscriptions: readonly Subscription[]): readonly Subscription[] =>
  subscriptions
    .filter((one) => !isEnded(one) && one.status !== 'incomplete')
    .toSorted((first, second) => Number(first.madeByHand) - Number(second.madeByHand))

export const ChangePage = () => {
  const at = { ...route.useParams(), ...route.useSearch() }
  const navigate = route.useNavigate()
  return (
    <TeamWork title={words.title} at={{ customerStripeId: at.customerStripeId, team: at.team, ticket: at.ticket }}>
      {({ subscriptions, ...team }) => {
        const running = runningOf(subscriptions)
        const subscription = running.find(({ stripeId }) => stripeId === at.subscription) ?? running[0]
        if (!subscription) return <Empty title={words.none}>{words.noneNext}</Empty>
        return (
          <ChangeForm
            key={subscription.stripeId}
            {...team}
            subscription={subscription}
            subscriptions={running}
            mode={modeOf(subscription, at.mode)}
            onSubscription={(stripeId) =>
              void navigate({ search: (old) => ({ ...old, subscription: stripeId }), replace: true })
            }
          />
        )
      }}
    </TeamWork>
  )
}
