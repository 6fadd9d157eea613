import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useTRPC } from '../../lib/trpc.ts'

const REFRESH_MS = 15_000

/** The case as the companion holds it; what others do with it is seen soon. */
export const useCase = (ticket: string) => {
  const trpc = useTRPC()
  return useQuery({ ...trpc.cases.read.queryOptions({ ticket }), refetchInterval: REFRESH_MS })
}

/** What lies over the page. */
export type CaseDialog = 'note' | 'close'

/** Everything that can be done with one case; each deed is followed by a fresh reading of cases and teams. */
export const useCaseDeeds = (ticket: string) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const [dialog, setDialog] = useState<CaseDialog>()
  const onSettled = async () => {
    await queryClient.invalidateQueries(trpc.cases.pathFilter())
    await queryClient.invalidateQueries(trpc.subscriptions.pathFilter())
  }
  const options = { onSettled, onSuccess: () => setDialog(undefined) }
  const note = useMutation(trpc.cases.note.mutationOptions(options))
  const close = useMutation(trpc.cases.close.mutationOptions(options))
  const take = useMutation(trpc.cases.take.mutationOptions(options))
  return {
    dialog,
    open: (next: CaseDialog) => {
      note.reset()
      close.reset()
      setDialog(next)
    },
    dismiss: () => setDialog(undefined),
    note: { ...note, send: (text: string) => note.mutate({ ticket, text }) },
    close: { ...close, send: (reason: string) => close.mutate({ ticket, reason }) },
    take: { ...take, send: () => take.mutate({ ticket }) },
  }
}

export type CaseDeeds = ReturnType<typeof useCaseDeeds>
