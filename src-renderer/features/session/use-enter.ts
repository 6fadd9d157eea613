import { type QueryKey, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import { noteSignedIn, noteSignedOut } from '../../lib/connection.ts'
import { forgetPerson } from '../../lib/on-leave.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { authDoor } from './auth-door.ts'

/** After the door opened: asks who came in. Somebody else than before sees nothing of what was read before. */
export const useEnter = (): (() => Promise<void>) => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  return useCallback(async () => {
    const me = trpc.staff.me.queryOptions()
    const before = queryClient.getQueryData(me.queryKey)?.staff.id
    const { staff } = await queryClient.fetchQuery({ ...me, staleTime: 0 })
    const others = { predicate: ({ queryHash }: { queryHash: string }) => queryHash !== JSON.stringify(me.queryKey) }
    noteSignedIn()
    if (before === staff.id) await queryClient.invalidateQueries(others)
    else await queryClient.resetQueries(others)
  }, [trpc, queryClient])
}

/** What the sign-in itself asks, about nobody: it may have begun to before all else is forgotten. */
const isOfSignIn = ({ queryKey }: { readonly queryKey: QueryKey }): boolean => queryKey[0] === 'auth'

/** Leaves, and forgets what was read. A companion that can't be told lets the session run out by itself. */
export const useLeave = (): (() => Promise<void>) => {
  const queryClient = useQueryClient()
  return useCallback(async () => {
    await authDoor.signOut()
    noteSignedOut('left')
    forgetPerson()
    location.hash = '#/'
    queryClient.removeQueries({ predicate: (query) => !isOfSignIn(query) })
    queryClient.getMutationCache().clear()
  }, [queryClient])
}
