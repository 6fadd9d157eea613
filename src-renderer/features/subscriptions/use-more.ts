import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'

interface Rows<Row> {
  readonly rows: readonly Row[]
  readonly hasMore: boolean
}

export interface MoreOptions<Row> {
  /** Names the list; the id of the last row of the first page is added, so that a fresh first page starts anew. */
  readonly key: readonly unknown[]
  readonly first: Rows<Row>
  readonly idOf: (row: Row) => string
  readonly read: (startingAfter: string, signal: AbortSignal) => Promise<Rows<Row>>
}

/** The first page came with the team; the rest only when it is asked for. */
export const useMore = <Row>({ key, first, idOf, read }: MoreOptions<Row>) => {
  const lastRow = first.rows.at(-1)
  const lastId = lastRow === undefined ? '' : idOf(lastRow)
  const more = useInfiniteQuery({
    queryKey: [...key, lastId],
    queryFn: ({ pageParam, signal }) => read(pageParam, signal),
    initialPageParam: lastId,
    getNextPageParam: (page) => {
      const last = page.rows.at(-1)
      return page.hasMore && last !== undefined ? idOf(last) : undefined
    },
    enabled: false,
  })
  const rows = useMemo(
    () => [...first.rows, ...(more.data?.pages ?? []).flatMap((page) => page.rows)],
    [first.rows, more.data],
  )
  return {
    rows,
    hasMore: more.data ? more.hasNextPage : first.hasMore,
    error: more.error,
    isLoading: more.isFetching,
    load: () => void more.fetchNextPage(),
  }
}
