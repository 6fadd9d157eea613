import type { BillingEditPayload } from '@countersign/shared/features/billing-edits'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

const SETTLED_MS = 250
const NOTHING: BillingEditPayload = {
  name: null,
  email: null,
  address: null,
  addTaxIds: [],
  removeTaxIds: [],
  metadata: [],
}

/** Who is billed, live; asked once, so that the form doesn't change under the hands of who fills it in. */
export const useBilling = (customerStripeId: string, ticket: string | null) => {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.subscriptions.billing.queryOptions({ customerStripeId, ticket: ticket ?? '-' }),
    enabled: ticket !== null,
    staleTime: Number.POSITIVE_INFINITY,
  })
}

export interface BillingAsked {
  readonly customerStripeId: string
  readonly ticket: string
  readonly payload: BillingEditPayload | null
}

export const useBillingPreview = ({ customerStripeId, ticket, payload }: BillingAsked) => {
  const trpc = useTRPC()
  const text = JSON.stringify(payload)
  const [settled] = useDebouncedValue(text, SETTLED_MS)
  const asked = settled === text ? payload : null
  return useQuery({
    ...trpc.subscriptions.previewBilling.queryOptions({ customerStripeId, ticket, payload: asked ?? NOTHING }),
    enabled: asked !== null,
    ...(payload === null ? {} : { placeholderData: keepPreviousData }),
  })
}

export const useAskBilling = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.subscriptions.askBilling.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}
