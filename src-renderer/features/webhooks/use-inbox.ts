import type { InboxWish } from '@countersign/shared/features/webhooks'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { webhooks as words } from '../../messages/webhooks.ts'

const EVERY_MS = 5000

export const useInboxStatus = () => useQuery({ ...useTRPC().webhooks.status.queryOptions(), refetchInterval: EVERY_MS })

/** The inbox, newest first, page by page; its first page is asked again by itself while it is the only one. */
export const useInbox = (show: InboxWish['show']) => {
  const trpc = useTRPC()
  const inbox = useInfiniteQuery({
    ...trpc.webhooks.list.infiniteQueryOptions({ show }, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  })
  const pages = inbox.data?.pages
  const events = useMemo(() => (pages ?? []).flatMap((page) => page.events), [pages])
  return { inbox, events }
}

export const useReplay = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  return useMutation(
    trpc.webhooks.replay.mutationOptions({
      onSuccess: async ({ results }) => {
        announce(words.replayed(results.filter(({ outcome }) => outcome === 'waiting').length))
        await queryClient.invalidateQueries(trpc.webhooks.pathFilter())
      },
    }),
  )
}
