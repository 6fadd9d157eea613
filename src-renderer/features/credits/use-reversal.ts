import type { Money } from '@countersign/shared/money'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useCreditAsked } from './use-credit-asked.ts'

export interface ReversalAsked {
  readonly customerStripeId: string
  readonly ticket: string | null
  readonly creditStripeId: string
  /** null while none can be read. */
  readonly amount: Money | null
}

const SETTLED_MS = 250
const NOTHING = { amount: 1, currency: 'usd' }

/** What taking it back would do, asked anew when typing pauses. */
export const useReversalPreview = ({ customerStripeId, ticket, creditStripeId, amount }: ReversalAsked) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(amount, SETTLED_MS)
  const isComplete = settled !== null && ticket !== null
  return useQuery({
    ...trpc.credits.previewReversal.queryOptions({
      customerStripeId,
      ticket: ticket ?? '-',
      payload: { creditStripeId, amount: settled ?? NOTHING },
    }),
    enabled: isComplete,
    ...(isComplete ? { placeholderData: keepPreviousData } : {}),
  })
}

export type ReversalPreview = ReturnType<typeof useReversalPreview>

export const useAskReversal = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  return useMutation(trpc.credits.askReversal.mutationOptions(useCreditAsked(onAsked)))
}
