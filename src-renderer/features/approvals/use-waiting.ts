import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useSubscription } from '@trpc/tanstack-react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useWaitingApprovals } from '../../lib/use-waiting-approvals.ts'

const MOST = 200
/** Should the live line break, the count is still right after a while. */
const EVERY_MS = 60_000

/** How many requests this person could decide now, live; told to the machine as badge and notification. */
export const useWaiting = (): number => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const waiting = useQuery({
    ...trpc.approvals.list.queryOptions({ filter: 'waiting', limit: MOST }),
    refetchInterval: EVERY_MS,
  })
  useSubscription(
    trpc.approvals.onChange.subscriptionOptions(undefined, {
      onData: () => {
        void queryClient.invalidateQueries(trpc.approvals.pathFilter())
        // A case can't be closed while something that was asked for on it isn't over.
        void queryClient.invalidateQueries(trpc.cases.pathFilter())
      },
    }),
  )
  const mine = waiting.data?.filter(({ mayDecide }) => mayDecide)
  useWaitingApprovals({ count: mine?.length ?? null, newest: mine?.[0] ?? null })
  return mine?.length ?? 0
}
