import type { Link, ListLinksInput, OpenedLink } from '@countersign/shared/features/links'
import { skipToken, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { useTRPC } from '../../lib/trpc.ts'

/** How often the desk looks whether the team has bought; Stripe is only asked for the link that is open on the screen. */
const LOOK_EVERY_MS = 5000
const LIST_EVERY_MS = 15_000

const isUnderWay = ({ state }: Link): boolean => state === 'making' || state === 'open'

/** Only who may make links is told what they can be made for. */
export const useLinkOptions = (isPermitted: boolean) =>
  useQuery({ ...useTRPC().links.options.queryOptions(), enabled: isPermitted })

/** The links of a team, from the companion's own rows. */
export const useLinkList = (asked: ListLinksInput) => {
  const trpc = useTRPC()
  return useQuery({
    ...trpc.links.list.queryOptions(asked),
    refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? LIST_EVERY_MS : false),
  })
}

/** One link as Stripe has it, asked again while it is under way. */
export const useOpenedLink = (id: string | undefined) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const opened = useQuery({
    ...trpc.links.read.queryOptions(id === undefined ? skipToken : { id }),
    refetchInterval: ({ state }) => (state.data && isUnderWay(state.data.link) ? LOOK_EVERY_MS : false),
  })
  const state = opened.data?.link.state
  useEffect(() => {
    if (state !== undefined) void queryClient.invalidateQueries(trpc.links.list.pathFilter())
    if (state === 'complete') void queryClient.invalidateQueries(trpc.subscriptions.teamPage.pathFilter())
  }, [state, queryClient, trpc])
  return opened
}

/** What every deed with a link answers becomes what the screen shows of it. */
const useKeepOpened = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return async (opened: OpenedLink): Promise<void> => {
    queryClient.setQueryData(trpc.links.read.queryKey({ id: opened.link.id }), opened)
    await queryClient.invalidateQueries(trpc.links.list.pathFilter())
  }
}

export const useMakeLink = (onMade: (id: string) => void) => {
  const trpc = useTRPC()
  const keep = useKeepOpened()
  return useMutation(
    trpc.links.purchase.mutationOptions({
      onSuccess: async (opened) => {
        await keep(opened)
        onMade(opened.link.id)
      },
    }),
  )
}

export const useSendLink = () => useMutation(useTRPC().links.send.mutationOptions({ onSuccess: useKeepOpened() }))

export const useCloseLink = () => useMutation(useTRPC().links.close.mutationOptions({ onSuccess: useKeepOpened() }))
