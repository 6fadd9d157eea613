import type { TeamPage } from '@countersign/shared/features/subscriptions'
import { useNavigate } from '@tanstack/react-router'
import { HandCoins } from 'lucide-react'
import type { Proof } from '../../features/subscriptions/proof-rules.ts'
import type { TeamWorkAction } from '../../features/subscriptions/use-team-actions.ts'
import { useMissingPermission } from '../../lib/use-me.ts'
import { teamWork as words } from '../../messages/team-work.ts'

export interface TeamWorkOptions {
  readonly page: TeamPage
  readonly ticket: string | undefined
  readonly proof: Proof
}

/** What can be asked for about this team: only with a live proof, since nothing else may change it. */
export const useTeamWork = ({ page, ticket, proof }: TeamWorkOptions): readonly TeamWorkAction[] => {
  const navigate = useNavigate()
  const forbidden = useMissingPermission('approval.ask')
  const { customerStripeId, teamId } = page
  const reason = forbidden ?? (proof.kind === 'live' ? undefined : words.noProof)
  const place = {
    params: { customerStripeId },
    search: { team: teamId === '' ? undefined : teamId, ticket: proof.kind === 'live' ? proof.line.ticket : ticket },
  }
  return [
    {
      id: 'credit',
      icon: HandCoins,
      label: words.credit,
      keys: 'c',
      reason,
      run: () => void navigate({ to: '/teams/$customerStripeId/credit', ...place }),
    },
  ]
}
