import type { Finding } from '@countersign/shared/features/approvals'
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useRequestKey } from '../../lib/use-request-key.ts'

export interface Unproven {
  readonly requestId: string
  readonly step: string
}

/** What a word on an unproven step would do and who has to sign it, and the asking for it. */
export const useResolution = (
  unproven: Unproven,
  finding: Finding | undefined,
  onAsked: (requestId: string) => void,
) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const { requestKey } = useRequestKey()
  const input = finding === undefined ? skipToken : { ...unproven, finding }
  const preview = useQuery(trpc.resolutions.preview.queryOptions(input))
  const ask = useMutation(
    trpc.resolutions.ask.mutationOptions({
      onSuccess: ({ id }) => onAsked(id),
      onSettled: () => queryClient.invalidateQueries(trpc.approvals.pathFilter()),
    }),
  )
  const send = (reason: string) => {
    if (finding === undefined || ask.isPending) return
    ask.mutate({ ...unproven, finding, ask: { requestKey, reason, isTwinMeant: false } })
  }
  return { preview, ask, send }
}
