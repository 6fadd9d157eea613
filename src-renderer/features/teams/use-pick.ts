import type { TeamPick } from '@countersign/shared/features/cases'
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

/** What the approver will see of a pick. */
export const usePickPreview = (pick: TeamPick | null) => {
  const trpc = useTRPC()
  return useQuery(trpc.cases.pickPreview.queryOptions(pick === null ? skipToken : { pick }))
}

export const useAskPick = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.cases.pick.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        await queryClient.invalidateQueries(trpc.cases.pathFilter())
        onAsked(id)
      },
    }),
  )
}
