import type { MirrorStatus } from '@countersign/shared/features/search'
import { useQuery, useQueryClient, type UseQueryResult } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useTRPC } from '../../lib/trpc.ts'

const EVERY_MS = 30_000
/** Should the live line break, progress is still seen to move. */
const WHILE_RUNNING_MS = 5000

/** How full the mirror is; while it is being filled, live. */
export const useMirror = (): UseQueryResult<MirrorStatus> => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const options = trpc.mirror.status.queryOptions()
  const status = useQuery({
    ...options,
    refetchInterval: ({ state }) => (state.data?.backfill.state === 'running' ? WHILE_RUNNING_MS : EVERY_MS),
  })
  useSubscription(
    trpc.mirror.progress.subscriptionOptions(undefined, {
      enabled: status.data?.backfill.state === 'running',
      onData: (backfill) => {
        queryClient.setQueryData(options.queryKey, (before) => before && { ...before, backfill })
        if (backfill.state !== 'running') void queryClient.invalidateQueries(trpc.mirror.status.queryFilter())
      },
    }),
  )
  return status as UseQueryResult<MirrorStatus>
}
