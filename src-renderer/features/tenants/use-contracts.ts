import type { ChangeContract, StartContract } from '@countersign/shared/features/contracts'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const SETTLED_MS = 250

export const useContracts = (teamId: string) => useQuery(useTRPC().contracts.ofTeam.queryOptions({ teamId }))

export const useTenantPlans = (isAllowed: boolean) =>
  useQuery({ ...useTRPC().contracts.plans.queryOptions(), enabled: isAllowed })

/** null while there is nothing to ask about. */
export const useStartPreview = (payload: StartContract | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(payload, SETTLED_MS)
  const options = trpc.contracts.previewStart.queryOptions(settled === null ? skipToken : { payload: settled })
  const preview = useQuery({ ...options, placeholderData: keepPreviousData })
  return settled === null ? null : preview
}

export const useChangePreview = (payload: ChangeContract | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(payload, SETTLED_MS)
  const options = trpc.contracts.previewChange.queryOptions(settled === null ? skipToken : { payload: settled })
  const preview = useQuery({ ...options, placeholderData: keepPreviousData })
  return settled === null ? null : preview
}

const useWhenAsked = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async ({ id }: { id: string }) => {
    await queryClient.invalidateQueries(trpc.approvals.pathFilter())
    onAsked(id)
  }
}

export const useAskStart = (onAsked: (id: string) => void) => {
  const onSuccess = useWhenAsked(onAsked)
  return useMutation(useTRPC().contracts.askStart.mutationOptions({ onSuccess }))
}

export const useAskChange = (onAsked: (id: string) => void) => {
  const onSuccess = useWhenAsked(onAsked)
  return useMutation(useTRPC().contracts.askChange.mutationOptions({ onSuccess }))
}
