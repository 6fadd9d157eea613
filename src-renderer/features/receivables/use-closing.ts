import type { InvoiceWish } from '@countersign/shared/features/receivables'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const SETTLED_MS = 250

export const useInvoice = (invoiceStripeId: string) =>
  useQuery(useTRPC().receivables.invoice.queryOptions({ invoiceStripeId }))

/** What it would do, asked anew when typing pauses; null: nothing that could be asked about. */
export const useClosingPreview = (wish: InvoiceWish | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(wish, SETTLED_MS)
  return useQuery(
    trpc.receivables.preview.queryOptions(settled ?? skipToken, settled ? { placeholderData: keepPreviousData } : {}),
  )
}

export type ClosingPreview = ReturnType<typeof useClosingPreview>

export const useAskClosing = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.receivables.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.approvals.pathFilter()),
          queryClient.invalidateQueries(trpc.receivables.pathFilter()),
        ])
        onAsked(id)
      },
    }),
  )
}
