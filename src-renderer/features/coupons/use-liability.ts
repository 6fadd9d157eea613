import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useAnnounce } from '../../components/LiveRegion.tsx'
import { useTRPC } from '../../lib/trpc.ts'
import { coupons as words } from '../../messages/coupons.ts'

export const useLiability = () => useQuery(useTRPC().coupons.liability.queryOptions())

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
