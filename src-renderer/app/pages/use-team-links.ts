import { useNavigate } from '@tanstack/react-router'
import { ShoppingCart, UserRoundCog } from 'lucide-react'
import type { TeamWorkAction } from '../../features/subscriptions/use-team-actions.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { teamWork as words } from '../../messages/team-work.ts'

export interface TeamLinksOptions {
  readonly place: {
    readonly params: { readonly customerStripeId: string }
    readonly search: { readonly team: string | undefined; readonly ticket: string | undefined }
  }
  /** Why nothing can be done for this team now. */
  readonly lack: string | undefined
}

/** Links that somebody makes for the team by themselves; nobody has to sign. */
export const useTeamLinks = ({ place, lack }: TeamLinksOptions): readonly TeamWorkAction[] => {
  const navigate = useNavigate()
  const reason = useMissingPermission('link.make') ?? lack
  return [
    {
      id: 'link',
      icon: ShoppingCart,
      label: words.link,
      keys: 'n',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/link', ...place }),
    },
    {
      id: 'portal',
      icon: UserRoundCog,
      label: words.portal,
      keys: 'm',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/portal', ...place }),
    },
  ]
}
