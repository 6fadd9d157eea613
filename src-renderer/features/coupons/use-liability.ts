import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { coupons as words } from '../../messages/coupons.ts'

const MAKING_MS = 1000

/** `waitsFor`: a coupon that is being made; asked again and again until it is there. */
export const useLiability = (waitsFor?: string) =>
  useQuery({
    ...useTRPC().coupons.liability.queryOptions(),
    refetchInterval: ({ state: { data } }) =>
      waitsFor === undefined || data?.grants.some(({ id }) => id === waitsFor) ? false : MAKING_MS,
  })

export const useCampaigns = () => useQuery(useTRPC().campaigns.list.queryOptions())

/** Asks Stripe about those that were asked about the longest ago. */
export const useRefresh = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const announce = useAnnounce()
  return useMutation(
    trpc.coupons.refresh.mutationOptions({
      onSuccess: async ({ grants, campaigns }) => {
        await queryClient.invalidateQueries(trpc.coupons.liability.queryFilter())
        await queryClient.invalidateQueries(trpc.campaigns.list.queryFilter())
        announce(words.page.refreshed(grants + campaigns))
      },
    }),
  )
}
