import type { DriftKind, DriftWish } from '@countersign/shared/features/drift'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { drift as words } from '../../messages/drift.ts'

const EVERY_MS = 5000
const RUNNING_MS = 1000

/** Asked more often while something is being compared. */
export const useDriftStatus = () =>
  useQuery({
    ...useTRPC().drift.status.queryOptions(),
    refetchInterval: ({ state }) => (state.data?.run?.state === 'running' ? RUNNING_MS : EVERY_MS),
  })

export const useFindings = (show: DriftWish['show'], kind: DriftKind | null) => {
  const trpc = useTRPC()
  const list = useInfiniteQuery({
    ...trpc.drift.list.infiniteQueryOptions({ show, kind }, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  })
  const pages = list.data?.pages
  const findings = useMemo(() => (pages ?? []).flatMap((page) => page.findings), [pages])
  return { list, findings }
}

export const useDriftHistory = (id: string) =>
  useQuery({ ...useTRPC().drift.history.queryOptions({ id }), refetchInterval: EVERY_MS })

/** Everything that is shown of it is asked anew afterwards. */
const useRefresh = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return () => queryClient.invalidateQueries(trpc.drift.pathFilter())
}

export const useCompare = () => {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const start = useMutation(trpc.drift.start.mutationOptions({ onSuccess: refresh }))
  const cancel = useMutation(trpc.drift.cancel.mutationOptions({ onSuccess: refresh }))
  return { start, cancel }
}

export const useRepair = () => {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const announce = useAnnounce()
  return useMutation(
    trpc.drift.repair.mutationOptions({
      onSuccess: async ({ outcome }) => {
        announce(words.outcomes[outcome])
        await refresh()
      },
    }),
  )
}

export const useAccept = () => {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const announce = useAnnounce()
  return useMutation(
    trpc.drift.accept.mutationOptions({
      onSuccess: async () => {
        announce(words.acceptedNow)
        await refresh()
      },
    }),
  )
}

export const useReopen = () => {
  const trpc = useTRPC()
  const refresh = useRefresh()
  const announce = useAnnounce()
  return useMutation(
    trpc.drift.reopen.mutationOptions({
      onSuccess: async () => {
        announce(words.reopenedNow)
        await refresh()
      },
    }),
  )
}
