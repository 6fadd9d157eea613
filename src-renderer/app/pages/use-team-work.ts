import { isEnded, type TeamPage } from '@countersign/shared/features/subscriptions'
import { useNavigate } from '@tanstack/react-router'
import { ArrowLeftRight, HandCoins, IdCard, Layers2, TicketPercent } from 'lucide-react'
import { valueOf } from '../../features/subscriptions/part-rules.ts'
import type { Proof } from '../../features/subscriptions/proof-rules.ts'
import type { TeamWorkAction } from '../../features/subscriptions/use-team-actions.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { teamWork as words } from '../../messages/team-work.ts'
import { useTeamLinks } from './use-team-links.ts'

export interface TeamWorkOptions {
  readonly page: TeamPage
  readonly ticket: string | undefined
  readonly proof: Proof
}

/** The running subscription that a coupon hangs on, the customer's own included. */
const stackedOf = (page: TeamPage): string | undefined => {
  const running = valueOf(page.subscriptions)?.filter((one) => !isEnded(one)) ?? []
  const own = running.find(({ discounts }) => discounts.length > 0)
  const hasInherited = (valueOf(page.customer)?.discounts.length ?? 0) > 0
  return (own ?? (hasInherited ? running[0] : undefined))?.stripeId
}

const hasRunning = (page: TeamPage): boolean =>
  valueOf(page.subscriptions)?.some((one) => !isEnded(one) && one.status !== 'incomplete') ?? false

/** What was kept from before is for reading: nothing can be asked for that rests on it. */
const unreadReason = ({ customer }: TeamPage): string | undefined =>
  customer.state === 'read' && customer.source === 'stripe' ? undefined : words.unread

/** What can be asked for about this team: only with a live proof, since nothing else may change it. */
export const useTeamWork = ({ page, ticket, proof }: TeamWorkOptions): readonly TeamWorkAction[] => {
  const navigate = useNavigate()
  const forbidden = useMissingPermission('approval.ask')
  const { customerStripeId, teamId } = page
  const lack = proof.kind === 'live' ? unreadReason(page) : words.noProof
  const reason = forbidden ?? lack
  const place = {
    params: { customerStripeId },
    search: { team: teamId === '' ? undefined : teamId, ticket: proof.kind === 'live' ? proof.line.ticket : ticket },
  }
  const stacked = stackedOf(page)
  return [
    {
      id: 'stack',
      icon: Layers2,
      label: words.stack,
      keys: 't',
      reason: reason ?? (stacked === undefined ? words.stackNothing : undefined),
      run: () =>
        void navigate({
          to: '/teams/$customerStripeId/stack',
          params: place.params,
          search: { ...place.search, subscription: stacked },
        }),
    },
    {
      id: 'coupon',
      icon: TicketPercent,
      label: words.coupon,
      keys: 'o',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/coupon', ...place }),
    },
    {
      id: 'credit',
      icon: HandCoins,
      label: words.credit,
      keys: 'c',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/credit', ...place }),
    },
    {
      id: 'change',
      icon: ArrowLeftRight,
      label: words.change,
      keys: 'u',
      reason: reason ?? (hasRunning(page) ? undefined : words.changeNothing),
      run: () => void navigate({ to: '/teams/$customerStripeId/change', ...place }),
    },
    {
      id: 'billing',
      icon: IdCard,
      label: words.billing,
      keys: 'd',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/billing', ...place }),
    },
    ...useTeamLinks({ place, lack }),
  ]
}
