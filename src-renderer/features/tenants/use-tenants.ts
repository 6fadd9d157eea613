import type { TenantsWish } from '@countersign/shared/features/tenants'
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { tenants as words } from '../../messages/tenants.ts'

const EVERY_MS = 5000

export const useTenantSetup = () => useQuery({ ...useTRPC().tenants.setup.queryOptions(), refetchInterval: EVERY_MS })

/** By team, page by page; the first page is asked again by itself while it is the only one. */
export const useTenants = (show: TenantsWish['show']) => {
  const trpc = useTRPC()
  const list = useInfiniteQuery({
    ...trpc.tenants.list.infiniteQueryOptions({ show }, { getNextPageParam: (page) => page.nextCursor }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : EVERY_MS),
  })
  const pages = list.data?.pages
  const tenants = useMemo(() => (pages ?? []).flatMap((page) => page.tenants), [pages])
  return { list, tenants }
}

export const useTenantHistory = (teamId: string) =>
  useQuery({ ...useTRPC().tenants.history.queryOptions({ teamId }), refetchInterval: EVERY_MS })

export const useTeamTenant = (teamId: string) =>
  useQuery({
    ...useTRPC().tenants.ofTeam.queryOptions({ teamId }),
    enabled: teamId !== '',
    refetchInterval: EVERY_MS,
  })

export const useInviteAgain = (onSent: () => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.tenants.inviteAgain.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.tenants.pathFilter())
        onSent()
      },
    }),
  )
}

export const useReconcile = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  return useMutation(
    trpc.tenants.reconcile.mutationOptions({
      onSuccess: async () => {
        announce(words.asked)
        await queryClient.invalidateQueries(trpc.tenants.pathFilter())
      },
    }),
  )
}
