import type { Receivables } from '@countersign/shared/features/receivables'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

/** While there is nothing to show yet; later the whole list is too much to be told again each second. */
const FIRST_MS = 1000
const READING_MS = 3000
const RESTING_MS = 15_000

const isReading = (state: string): boolean => state === 'running' || state === 'waiting'

const pauseOf = (known: Receivables | undefined): number => {
  if (!known || known.asOf === null) return FIRST_MS
  return isReading(known.refresh.state) ? READING_MS : RESTING_MS
}

/** Everything that is open; told again more often while it is being read from Stripe. */
export const useReceivables = () =>
  useQuery({
    ...useTRPC().receivables.list.queryOptions(),
    refetchInterval: ({ state: { data } }) => pauseOf(data),
  })

/** For the side: how many are late today. */
export const useLateCount = (isAllowed: boolean): number | undefined =>
  useQuery({
    ...useTRPC().receivables.countLate.queryOptions(),
    enabled: isAllowed,
    refetchInterval: RESTING_MS * 4,
  }).data?.late

const useChanged = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.receivables.pathFilter())
}

export const useRefresh = () => useMutation(useTRPC().receivables.refresh.mutationOptions({ onSuccess: useChanged() }))

export const useCancelRefresh = () =>
  useMutation(useTRPC().receivables.cancelRefresh.mutationOptions({ onSuccess: useChanged() }))

export const useRemind = () => useMutation(useTRPC().receivables.remind.mutationOptions({ onSuccess: useChanged() }))

export const useNote = (onKept: () => void) => {
  const changed = useChanged()
  return useMutation(
    useTRPC().receivables.note.mutationOptions({
      onSuccess: async () => {
        await changed()
        onKept()
      },
    }),
  )
}

export const useHistory = (invoiceStripeId: string) =>
  useQuery(useTRPC().receivables.history.queryOptions({ invoiceStripeId }))

/** What leaves the desk is in the log; that it couldn't be told doesn't keep anybody from their own list. */
export const useTaken = () => useMutation(useTRPC().receivables.taken.mutationOptions())

/** Reading it is an entry in the log, so it isn't read again by itself. */
export const useStatement = (asked: {
  readonly customerStripeId: string
  readonly from: string
  readonly to: string
}) =>
  useQuery({
    ...useTRPC().receivables.statement.queryOptions(asked),
    enabled: asked.from !== '' && asked.to !== '' && asked.from <= asked.to,
    staleTime: Number.POSITIVE_INFINITY,
  })
