import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { Money } from '@countersign/shared/money'
import { useTRPC } from '../../lib/trpc.ts'

export interface CreditAsked {
  readonly customerStripeId: string
  readonly ticket: string
  readonly amount: Money | null
  readonly reasonId: string | null
}

const SETTLED_MS = 250

/** What the credit would do, asked anew when typing pauses; the last answer stays until the next is there. */
export const useCreditPreview = ({ customerStripeId, ticket, amount, reasonId }: CreditAsked) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(amount, SETTLED_MS)
  const isComplete = settled !== null && settled.amount > 0 && reasonId !== null
  const payload = { amount: settled ?? { amount: 1, currency: 'usd' }, reasonId: reasonId ?? '' }
  return useQuery({
    ...trpc.credits.preview.queryOptions({ customerStripeId, ticket, payload }),
    enabled: isComplete,
    ...(isComplete ? { placeholderData: keepPreviousData } : {}),
  })
}

export const useAskCredit = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.credits.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}
