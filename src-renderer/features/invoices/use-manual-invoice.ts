import type { ManualInvoice } from '@countersign/shared/features/invoice-work'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const WORKING_MS = 1000
const WAITING_MS = 10_000
const SENT_MS = 20_000

/** While something is under way it is asked for often; an approver or a customer takes longer. */
const intervalFor = (invoice: ManualInvoice | undefined): number | false => {
  if (!invoice) return false
  const { state, request, document } = invoice
  if (state === 'drafting') return WORKING_MS
  if (state === 'asked') return request?.state === 'requested' ? WAITING_MS : WORKING_MS
  return state === 'sent' && document?.status === 'open' ? SENT_MS : false
}

export const useManualInvoice = (id: string) =>
  useQuery({
    ...useTRPC().invoices.read.queryOptions({ id }),
    refetchInterval: ({ state: { data } }) => intervalFor(data),
  })

/** Everything that was shown of invoices is asked anew. */
export const useRefreshInvoices = (): (() => Promise<void>) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async () => {
    await queryClient.invalidateQueries(trpc.invoices.pathFilter())
  }
}

export const useDraftInvoice = () => {
  const refresh = useRefreshInvoices()
  return useMutation(useTRPC().invoices.draft.mutationOptions({ onSuccess: refresh }))
}

export const useDiscardInvoice = (onDone: () => void) => {
  const refresh = useRefreshInvoices()
  return useMutation(
    useTRPC().invoices.discard.mutationOptions({
      onSuccess: async () => {
        await refresh()
        onDone()
      },
    }),
  )
}

/** Asks Stripe how the invoice stands, and takes it into the chain. */
export const useAskStripe = () => {
  const refresh = useRefreshInvoices()
  return useMutation(useTRPC().invoices.refresh.mutationOptions({ onSuccess: refresh }))
}

/** A coupon that was made for the same team fulfils a task; the companion checks that it was. */
export const useFinishTask = (onDone: () => void) => {
  const refresh = useRefreshInvoices()
  return useMutation(
    useTRPC().invoices.finishTask.mutationOptions({
      onSuccess: async () => {
        await refresh()
        onDone()
      },
    }),
  )
}

export const useIssueTask = (onDone: (licenseId: string) => void) => {
  const refresh = useRefreshInvoices()
  return useMutation(
    useTRPC().licenses.issueTask.mutationOptions({
      onSuccess: async ({ licenseIds: [id] }) => {
        await refresh()
        if (id !== undefined) onDone(id)
      },
    }),
  )
}

/** Whoever has to approve, as the companion works it out from the live draft. */
export const useSendPreview = ({ id, version }: { readonly id: string; readonly version: number }, isReady: boolean) =>
  useQuery({ ...useTRPC().invoices.previewSend.queryOptions({ id, version }), enabled: isReady })

export const useAskSend = (onAsked: () => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const refresh = useRefreshInvoices()
  return useMutation(
    trpc.invoices.askSend.mutationOptions({
      onSuccess: async () => {
        await Promise.all([refresh(), queryClient.invalidateQueries(trpc.approvals.pathFilter())])
        onAsked()
      },
    }),
  )
}
