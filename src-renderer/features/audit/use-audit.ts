import type { AuditFilter, AuditPage } from '@countersign/shared/features/audit'
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../../lib/trpc.ts'
import { rowsOf } from './row-rules.ts'

const PAGE = 100
/** About as often as the sealer comes by. */
const UNTIL_SEALED_MS = 2000
const MOST_ASKED_AGAIN = 3

const isWaiting = (pages: readonly AuditPage[] | undefined): boolean =>
  pages !== undefined &&
  pages.length <= MOST_ASKED_AGAIN &&
  pages.some(({ entries }) => entries.some(({ sequence }) => sequence === null))

/** The log, newest first, page by page; asked again by itself only until what it shows is sealed. */
export const useAuditPages = (filter: AuditFilter) => {
  const trpc = useTRPC()
  const log = useInfiniteQuery({
    ...trpc.audit.page.infiniteQueryOptions({ filter, limit: PAGE }, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (isWaiting(state.data?.pages) ? UNTIL_SEALED_MS : false),
  })
  const pages = log.data?.pages
  const rows = useMemo(
    () =>
      rowsOf(
        (pages ?? []).flatMap(({ entries }) => entries),
        (pages ?? []).flatMap(({ checkpoints }) => checkpoints),
      ),
    [pages],
  )
  return { log, rows, matches: pages?.[0]?.matches }
}

/** Once per window by itself, as the walk goes along the whole log; then whenever it is asked for. */
export const useChainCheck = () => {
  const trpc = useTRPC()
  return useQuery({ ...trpc.audit.check.queryOptions(), staleTime: Number.POSITIVE_INFINITY, retry: false })
}

const NO_FACETS = { actions: [], actors: [] }

export const useFacets = () => {
  const trpc = useTRPC()
  return useQuery(trpc.audit.facets.queryOptions()).data ?? NO_FACETS
}
