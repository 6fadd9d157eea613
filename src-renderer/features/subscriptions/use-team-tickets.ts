import type { VerificationLine } from '@countersign/shared/features/teams'
import { useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const NONE: readonly VerificationLine[] = []
/** As many as the companion lists; with that many there may be more, so they are not counted. */
const MOST = 20

/** Every ticket on which somebody asked about this team; a customer without a team id has none. */
export const useTeamTickets = (teamId: string) => {
  const trpc = useTRPC()
  const isNamed = teamId !== ''
  const tickets = useQuery({ ...trpc.teams.tickets.queryOptions({ teamId }), enabled: isNamed })
  const lines = tickets.data ?? NONE
  const isCounted = (!isNamed || tickets.data !== undefined) && lines.length < MOST
  return {
    lines,
    count: isCounted ? lines.length : undefined,
    isLoading: isNamed && tickets.isPending,
    error: tickets.error,
    onRetry: () => void tickets.refetch(),
  }
}
