import type { LicenseAsk, LicenseShow } from '@countersign/shared/features/license-desk'
import { useDebouncedValue } from '@mantine/hooks'
import {
  keepPreviousData,
  skipToken,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTRPC } from '../../lib/trpc.ts'

const EVERY_MS = 10_000
const SETTLED_MS = 250

/** Newest first, page by page. */
export const useLicenses = (show: LicenseShow, text: string) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(text.trim(), SETTLED_MS)
  const list = useInfiniteQuery({
    ...trpc.licenses.list.infiniteQueryOptions(
      { show, ...(settled === '' ? {} : { text: settled }) },
      { getNextPageParam: (page) => page.nextCursor },
    ),
    placeholderData: keepPreviousData,
  })
  const pages = list.data?.pages
  const licenses = useMemo(() => (pages ?? []).flatMap((page) => page.licenses), [pages])
  return { list, licenses }
}

export const useLicense = (id: string) =>
  useQuery({ ...useTRPC().licenses.read.queryOptions({ id }), refetchInterval: EVERY_MS })

export const useWhy = (id: string) =>
  useQuery({ ...useTRPC().licenses.why.queryOptions({ id }), refetchInterval: EVERY_MS })

export const useForecast = () => useQuery({ ...useTRPC().licenses.forecast.queryOptions(), refetchInterval: EVERY_MS })

export const useReleases = () => useQuery(useTRPC().licenses.releases.queryOptions({}))

export const useTeamLicenses = (teamIds: string[]) =>
  useQuery({ ...useTRPC().licenses.ofTeams.queryOptions({ teamIds }), enabled: teamIds.length > 0 })

export const useRenewalPrice = (id: string) => useQuery(useTRPC().licenses.renewalPrice.queryOptions({ id }))

/** Whatever was changed, all that is shown of licenses is asked anew. */
const useAnew = (onDone: () => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async () => {
    await queryClient.invalidateQueries(trpc.licenses.pathFilter())
    onDone()
  }
}

export const useMakeKey = () => {
  const onSuccess = useAnew(() => {})
  return useMutation(useTRPC().licenses.makeKey.mutationOptions({ onSuccess }))
}

export const useResume = (onDone: () => void) => {
  const onSuccess = useAnew(onDone)
  return useMutation(useTRPC().licenses.resume.mutationOptions({ onSuccess }))
}

export const useReleaseSeat = (onDone: () => void) => {
  const onSuccess = useAnew(onDone)
  return useMutation(useTRPC().licenses.releaseSeat.mutationOptions({ onSuccess }))
}

export const useUndoRelease = (onDone: () => void) => {
  const onSuccess = useAnew(onDone)
  return useMutation(useTRPC().licenses.undoRelease.mutationOptions({ onSuccess }))
}

export const useRegisterRelease = (onDone: (isNews: boolean) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.licenses.registerRelease.mutationOptions({
      onSuccess: async ({ isNews }) => {
        await queryClient.invalidateQueries(trpc.licenses.pathFilter())
        onDone(isNews)
      },
    }),
  )
}

export const useIssueInvoice = (onDone: (count: number) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.licenses.issueInvoice.mutationOptions({
      onSuccess: async ({ licenseIds }) => {
        await queryClient.invalidateQueries(trpc.licenses.pathFilter())
        onDone(licenseIds.length)
      },
    }),
  )
}

export const useReadImport = () => useMutation(useTRPC().licenses.readImport.mutationOptions())

export const useIssueFile = () => {
  const onSuccess = useAnew(() => {})
  return useMutation(useTRPC().licenses.issueFile.mutationOptions({ onSuccess }))
}

export const useShowFile = () => useMutation(useTRPC().licenses.showFile.mutationOptions())

export const useWithdrawFile = (onDone: () => void) => {
  const onSuccess = useAnew(onDone)
  return useMutation(useTRPC().licenses.withdrawFile.mutationOptions({ onSuccess }))
}

export const useOfferRenewal = (onDone: () => void) => {
  const onSuccess = useAnew(onDone)
  return useMutation(useTRPC().licenses.offerRenewal.mutationOptions({ onSuccess }))
}

/** What it would do, asked anew when typing pauses; null: nothing that could be asked about. */
export const useAskPreview = (wish: LicenseAsk | null) => {
  const trpc = useTRPC()
  const [settled] = useDebouncedValue(wish, SETTLED_MS)
  return useQuery(
    trpc.licenses.preview.queryOptions(settled ?? skipToken, settled ? { placeholderData: keepPreviousData } : {}),
  )
}

export const useAskLicense = (onAsked: (id: string) => void) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useMutation(
    trpc.licenses.ask.mutationOptions({
      onSuccess: async ({ id }) => {
        await Promise.all([
          queryClient.invalidateQueries(trpc.approvals.pathFilter()),
          queryClient.invalidateQueries(trpc.licenses.pathFilter()),
        ])
        onAsked(id)
      },
    }),
  )
}
