import type { InvoiceFilter } from '@countersign/shared/features/invoice-work'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useTRPC, useTRPCClient } from '../../lib/trpc.ts'

export interface DealsAsked {
  readonly filter: InvoiceFilter
  readonly teamId?: string | undefined
}

const REFRESH_MS = 30_000

/** Deals, those changed last first, page after page. */
export const useDeals = ({ filter, teamId }: DealsAsked) => {
  const client = useTRPCClient()
  return useInfiniteQuery({
    queryKey: [['invoices', 'list'], 'pages', filter, teamId ?? null],
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) =>
      client.invoices.list.query(
        {
          filter,
          ...(teamId === undefined ? {} : { teamId }),
          ...(pageParam === null ? {} : { before: pageParam }),
        },
        { signal },
      ),
    getNextPageParam: ({ next }) => next,
    refetchInterval: REFRESH_MS,
  })
}

/** What a customer or a quote has, newest first; the first page says enough. */
export const useDealsOf = (of: { readonly customerStripeId: string } | { readonly quoteId: string }) =>
  useQuery(useTRPC().invoices.list.queryOptions({ filter: 'all', ...of }))
