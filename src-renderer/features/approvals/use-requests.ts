import type { RequestLine } from '@countersign/shared/features/approvals'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../../lib/trpc.ts'
import { mergeLines } from './list-rules.ts'

const MOST_OPEN = 200
const MOST_RECENT = 100

export interface Requests {
  /** Undefined until both lists are there. */
  readonly lines: readonly RequestLine[] | undefined
  readonly error: unknown
  readonly isFetching: boolean
  readonly refetch: () => void
}

/** Everything open, and what happened lately. The shell's live line has them read anew at each change. */
export const useRequests = (): Requests => {
  const trpc = useTRPC()
  const open = useQuery(trpc.approvals.list.queryOptions({ filter: 'open', limit: MOST_OPEN }))
  const recent = useQuery(trpc.approvals.list.queryOptions({ filter: 'all', limit: MOST_RECENT }))
  const lines = useMemo(
    // The later answer knows more of a request that is in both.
    () => (open.data && recent.data ? mergeLines(recent.data, open.data) : undefined),
    [open.data, recent.data],
  )
  return {
    lines,
    error: open.error ?? recent.error,
    isFetching: open.isFetching || recent.isFetching,
    refetch: () => {
      void open.refetch()
      void recent.refetch()
    },
  }
}
