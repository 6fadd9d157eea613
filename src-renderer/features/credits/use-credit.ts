import type { CreditPayload } from '@countersign/shared/features/credits'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'
import { useCreditAsked } from './use-credit-asked.ts'

export interface CreditAsked {
  readonly customerStripeId: string
  readonly ticket: string | null
  /** null while there is too little to work anything out from. */
  readonly payload: Pick<CreditPayload, 'amount' | 'reasonId' | 'reasonWords' | 'period'> | null
}

const SETTLED_MS = 250
const NOTHING = { amount: { amount: 1, currency: 'usd' }, reasonId: '' }

/** What the credit would do, asked anew when typing pauses; the last answer stays until the next is there. */
export const useCreditPreview = ({ customerStripeId, ticket, payload }: CreditAsked) => {
  const trpc = useTRPC()
  const wanted = ticket === null || payload === null ? '' : JSON.stringify(payload)
  const [settled] = useDebouncedValue(wanted, SETTLED_MS)
  const isComplete = settled !== ''
  const asked = isComplete ? (JSON.parse(settled) as NonNullable<CreditAsked['payload']>) : NOTHING
  const { data, error, isFetching, isPlaceholderData, refetch } = useQuery({
    ...trpc.credits.preview.queryOptions({ customerStripeId, ticket: ticket ?? '-', payload: asked }),
    enabled: isComplete,
    ...(isComplete ? { placeholderData: keepPreviousData } : {}),
  })
  return {
    data,
    error,
    isFetching,
    refetch,
    /** The answer is for just what the form says now. */
    isCurrent: settled === wanted && data !== undefined && !isPlaceholderData && error === null,
  }
}

export type CreditPreview = ReturnType<typeof useCreditPreview>

export const useAskCredit = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  return useMutation(trpc.credits.ask.mutationOptions(useCreditAsked(onAsked)))
}
