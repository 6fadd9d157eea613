import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import type { SubscriptionWish } from '@countersign/shared/features/subscription-work'
import { useTRPC } from '../../lib/trpc.ts'

const SETTLED_MS = 250
const NOTHING: SubscriptionWish = {
  kind: 'subscription.resume',
  payload: { subscriptionStripeId: 'sub_0', from: 'pause' },
}

export interface ChangeAsked {
  readonly customerStripeId: string
  readonly ticket: string | null
  readonly wish: SubscriptionWish | null
}

/** The live catalogue, once per form. */
export const useOffers = (isProven: boolean) => {
  const trpc = useTRPC()
  return useQuery({ ...trpc.subscriptions.offers.queryOptions(), enabled: isProven })
}

/** What the change would do, asked anew when typing pauses; the last answer stays until the next is there. */
export const useChangePreview = ({ customerStripeId, ticket, wish }: ChangeAsked) => {
  const trpc = useTRPC()
  const text = JSON.stringify(wish)
  const [settled] = useDebouncedValue(text, SETTLED_MS)
  const asked = settled === text ? wish : null
  const isComplete = asked !== null && ticket !== null
  return useQuery({
    ...trpc.subscriptions.preview.queryOptions({
      customerStripeId,
      ticket: ticket ?? '-',
      wish: asked ?? NOTHING,
    }),
    enabled: isComplete,
    ...(wish === null ? {} : { placeholderData: keepPreviousData }),
  })
}

export const useAskChange = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.subscriptions.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}
