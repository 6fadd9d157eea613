import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

export interface TeamPageKey {
  readonly customerStripeId: string
  readonly team: string | undefined
  readonly ticket: string | undefined
}

const FRESH_MS = 60_000

/**
 * Opening a customer is an entry in the log, so nothing here asks by itself: only opening, and the person. While the link
 * changes its ticket the page stays; another customer's page never stands in.
 */
export const useTeamPage = ({ customerStripeId, team, ticket }: TeamPageKey) => {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.subscriptions.teamPage.queryOptions({ customerStripeId, teamId: team ?? null, ticket: ticket ?? null }),
    staleTime: FRESH_MS,
    placeholderData: (shown) =>
      shown?.customerStripeId === customerStripeId && (team === undefined || shown.teamId === team) ? shown : undefined,
  })
}
