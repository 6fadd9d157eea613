import { useDebouncedValue } from '@mantine/hooks'
import type { NewAmount, StackPayload } from '@countersign/shared/features/stack-requests'
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

export interface PlanAsked {
  readonly customerStripeId: string
  readonly ticket: string | null
  readonly subscriptionStripeId: string
  /** null: only what is left is asked for. */
  readonly newAmount: NewAmount | null
  readonly currency: string
  readonly reasonId: string | null
  readonly purpose: string
  readonly acceptsConversion: boolean
}

const SETTLED_MS = 250

/** Asked anew when typing pauses; the last answer stays until the next is there. */
export const useStackPlan = (asked: PlanAsked) => {
  const trpc = useTRPC()
  const { customerStripeId, subscriptionStripeId, acceptsConversion, currency, newAmount, ticket } = asked
  const [text] = useDebouncedValue(JSON.stringify([newAmount, asked.purpose.trim()]), SETTLED_MS)
  const [settled, purpose] = JSON.parse(text) as [NewAmount | null, string]
  const isSettled = JSON.stringify([newAmount, asked.purpose.trim()]) === text
  const query = useQuery({
    ...trpc.stacks.plan.queryOptions({
      customerStripeId,
      ticket: ticket ?? '',
      subscriptionStripeId,
      newAmount: settled ?? { kind: 'amount', amount: { amount: 0, currency } },
      reasonId: asked.reasonId ?? '',
      purpose,
      acceptsConversion,
    }),
    enabled: ticket !== null && subscriptionStripeId !== '',
    placeholderData: keepPreviousData,
  })
  return { ...query, isCurrent: isSettled && !query.isPlaceholderData }
}

/** The card and who has to sign, once everything is chosen. */
export const useStackPreview = (asked: {
  customerStripeId: string
  ticket: string | null
  payload: StackPayload | null
}) => {
  const trpc = useTRPC()
  const { customerStripeId, ticket, payload } = asked
  const nothing: StackPayload = {
    subscriptionStripeId: 'sub_0',
    newAmount: { kind: 'amount', amount: { amount: 0, currency: 'usd' } },
    reasonId: '',
    purpose: '',
    acceptsConversion: false,
    invoices: 1,
    accepted: [],
  }
  return useQuery({
    ...trpc.stacks.preview.queryOptions({ customerStripeId, ticket: ticket ?? '', payload: payload ?? nothing }),
    enabled: ticket !== null && payload !== null,
    ...(payload === null ? {} : { placeholderData: keepPreviousData }),
  })
}

export const useAskStack = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.stacks.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await queryClient.invalidateQueries(trpc.approvals.pathFilter())
        onAsked(id)
      },
    }),
  )
}
