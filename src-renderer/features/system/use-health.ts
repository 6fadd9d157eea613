import { useQuery, type UseQueryResult } from '@tanstack/react-query'
import { noteCompanionTime } from '../../lib/companion-clock.ts'
import { useConnection } from '../../lib/connection.ts'
import { useTRPCClient } from '../../lib/trpc.ts'
import type { MeasuredHealth } from './health-checks.ts'

const EVERY_MS = 10_000
const WHILE_LOST_MS = 4000

/** Asked every ten seconds, oftener while nothing answers; each answer is also the sign that the line is back. */
export const useHealth = (): UseQueryResult<MeasuredHealth> => {
  const client = useTRPCClient()
  const isSignedIn = useConnection(({ signedOut }) => signedOut === null)
  const isLost = useConnection(({ lostAt }) => lostAt !== null)
  return useQuery({
    queryKey: ['measured-health'],
    queryFn: async ({ signal }) => {
      const from = performance.now()
      const health = await client.system.health.query(undefined, { signal })
      noteCompanionTime(health.at)
      return { health, roundTripMs: Math.round(performance.now() - from) }
    },
    enabled: isSignedIn,
    retry: false,
    staleTime: 0,
    refetchInterval: isLost ? WHILE_LOST_MS : EVERY_MS,
  })
}
