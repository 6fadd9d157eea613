import { useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

/** What follows when something was asked for: lists of requests and credits are out of date. */
export const useCreditAsked = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return {
    onSuccess: async ({ id }: { id: string }) => {
      await Promise.all([
        queryClient.invalidateQueries(trpc.approvals.pathFilter()),
        queryClient.invalidateQueries(trpc.credits.list.pathFilter()),
        queryClient.invalidateQueries(trpc.subscriptions.teamPage.pathFilter()),
      ])
      onAsked(id)
    },
  }
}
