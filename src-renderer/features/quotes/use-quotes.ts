import type { QuoteContent, QuoteFilter } from '@countersign/shared/features/quotes'
import { useDebouncedValue } from '@mantine/hooks'
import {
  keepPreviousData,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { quoteForm } from '../../messages/quotes.ts'

const PAGE = 100
const SETTLED_MS = 250

export const useQuotePages = (filter: QuoteFilter) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(filter, SETTLED_MS)
  const list = useInfiniteQuery({
    ...trpc.quotes.list.infiniteQueryOptions(
      { filter: settled, limit: PAGE },
      { getNextPageParam: ({ nextCursor }) => nextCursor },
    ),
    placeholderData: keepPreviousData,
  })
  const pages = list.data?.pages
  const rows = useMemo(() => (pages ?? []).flatMap(({ quotes }) => quotes), [pages])
  return { list, rows, first: pages?.[0] }
}

export const useQuote = (id: string | undefined) =>
  useQuery(useTRPC().quotes.read.queryOptions(id === undefined ? skipToken : { id }))

export const usePrices = () => useQuery(useTRPC().quotes.prices.queryOptions())

/** The quote that has this reference already, of this source or another, looked up while it is typed. */
export const useTwin = (reference: string, source: string) => {
  const trpc = useTRPC()
  const [asked] = useDebouncedValue({ reference: reference.trim(), source: source.trim() }, SETTLED_MS)
  return useQuery(trpc.quotes.twin.queryOptions(asked.reference === '' ? skipToken : asked)).data ?? null
}

/** Everything that shows quotes is asked anew. */
export const useForgetQuotes = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(() => queryClient.invalidateQueries(trpc.quotes.pathFilter()), [trpc, queryClient])
}

/** What is being changed, as it was read; undefined for a new one. */
export interface Changing {
  readonly id: string
  readonly changedAt: string
}

export const useKeepQuote = (changing: Changing | undefined, onKept: (id: string) => void) => {
  const trpc = useTRPC()
  const forget = useForgetQuotes()
  const announce = useAnnounce()
  const options = {
    onSuccess: async ({ id, reference }: { readonly id: string; readonly reference: string }) => {
      await forget()
      announce(quoteForm.saved(reference))
      onKept(id)
    },
  }
  const record = useMutation(trpc.quotes.record.mutationOptions(options))
  const change = useMutation(trpc.quotes.change.mutationOptions(options))
  const { isPending, error } = changing === undefined ? record : change
  return {
    isPending,
    error,
    keep: (content: QuoteContent, isTwinMeant: boolean) =>
      changing === undefined
        ? record.mutate({ content, isTwinMeant })
        : change.mutate({ ...changing, content, isTwinMeant }),
  }
}
