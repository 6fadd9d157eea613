import type { MetersWish } from '@countersign/shared/features/metering'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { metering as words } from '../../messages/metering.ts'

const EVERY_MS = 5000

export const useMeteringSetup = () =>
  useQuery({ ...useTRPC().metering.setup.queryOptions(), refetchInterval: EVERY_MS })

/** By team, page by page; the first page is asked again by itself while it is the only one. */
export const useMeters = (wish: Pick<MetersWish, 'show'> & { readonly team: string }) => {
  const trpc = useTRPC()
  const list = useInfiniteQuery({
    ...trpc.metering.list.infiniteQueryOptions(wish, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  })
  const pages = list.data?.pages
  const meters = useMemo(() => (pages ?? []).flatMap((page) => page.meters), [pages])
  return { list, meters }
}

export const useTrace = (key: { readonly teamId: string; readonly counter: string }) =>
  useQuery({ ...useTRPC().metering.trace.queryOptions(key), refetchInterval: EVERY_MS })

export const useDecide = (onDone: () => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  return useMutation(
    trpc.metering.decide.mutationOptions({
      onSuccess: async (_nothing, { decision }) => {
        announce(decision === 'accept' ? words.held.accepted : words.held.refused)
        onDone()
        await queryClient.invalidateQueries(trpc.metering.pathFilter())
      },
    }),
  )
}

export const useRetry = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  return useMutation(
    trpc.metering.retry.mutationOptions({
      onSuccess: async () => {
        announce(words.period.retried)
        await queryClient.invalidateQueries(trpc.metering.pathFilter())
      },
    }),
  )
}
