import type { Usage } from '@countersign/shared/features/metering'
import { skipToken, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const NONE: Usage = []
const MOST = 500

/** What teams use, as far as it is counted: metering's word beside what tenants tell. */
export const useTeamUsage = (teamIds: readonly string[]): Usage => {
  const asked = teamIds.filter((teamId) => teamId !== '').slice(0, MOST)
  const trpc = useTRPC()
  return useQuery(trpc.metering.usage.queryOptions(asked.length === 0 ? skipToken : { teamIds: asked })).data ?? NONE
}
