import type { SearchHit, SearchResult } from '@countersign/shared/features/search'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useDebouncedValue } from '@mantine/hooks'
import { useTRPC } from '../../lib/trpc.ts'
import { inScope, type PaletteQuery, stillFit } from './query-rules.ts'

const PAUSE_MS = 50

export interface Search {
  readonly hits: readonly SearchHit[]
  readonly result: SearchResult | undefined
  /** The hits are for exactly what is typed now. */
  readonly isCurrent: boolean
  readonly isSearching: boolean
  readonly error: unknown
  readonly retry: () => void
}

interface Answer {
  readonly data: SearchResult | undefined
  readonly isPlaceholderData: boolean
  readonly error: unknown
}

const judge = ({ text, scope }: PaletteQuery, asked: string, answer: Answer): Omit<Search, 'retry'> => {
  const { data, isPlaceholderData, error } = answer
  if (text === '' || scope === 'actions') {
    return { hits: [], result: undefined, isCurrent: true, isSearching: false, error: null }
  }
  const isCurrent = asked === text && !isPlaceholderData && data !== undefined
  const hits = inScope(data?.hits ?? [], scope)
  return {
    hits: isCurrent ? hits : stillFit(hits, text),
    result: isCurrent ? data : undefined,
    isCurrent,
    isSearching: !isCurrent && error === null,
    error,
  }
}

/** Asks the mirror as one types: at the first key at once, then after each short pause. An answer to an older text is aborted, and never shown as the answer to a newer one. */
export const useSearch = (typed: PaletteQuery, limit: number): Search => {
  const trpc = useTRPC()
  const [asked] = useDebouncedValue(typed.text, PAUSE_MS, { leading: true })
  const query = useQuery({
    ...trpc.search.find.queryOptions({ text: asked.slice(0, 200), limit }, { trpc: { abortOnUnmount: true } }),
    enabled: asked !== '' && typed.scope !== 'actions',
    placeholderData: keepPreviousData,
    staleTime: 5000,
  })
  return { ...judge(typed, asked, query), retry: () => void query.refetch() }
}
