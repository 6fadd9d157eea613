import type { Usage } from '@countersign/shared/features/metering'
import { useQueries } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

/** So many that an address still holds their ids. */
const AT_ONCE = 100

const inParts = (teamIds: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(teamIds.length / AT_ONCE) }, (_nothing, part) =>
    teamIds.slice(part * AT_ONCE, (part + 1) * AT_ONCE),
  )

const joined = (parts: ReadonlyArray<{ readonly data: Usage | undefined }>): Usage =>
  parts.flatMap(({ data }) => data ?? [])

/** What teams use, as far as it is counted: metering's word beside what tenants tell. */
export const useTeamUsage = (teamIds: readonly string[]): Usage => {
  const trpc = useTRPC()
  const parts = inParts(teamIds.filter((teamId) => teamId !== ''))
  return useQueries({
    queries: parts.map((part) => trpc.metering.usage.queryOptions({ teamIds: part })),
    combine: joined,
  })
}
