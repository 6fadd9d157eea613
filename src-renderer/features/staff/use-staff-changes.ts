import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTRPC } from '../../lib/trpc.ts'

/** Everything that changes staff; each answer is followed by a fresh list. */
export const useStaffChanges = () => {
  const trpc = useTRPC()
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries(trpc.staff.pathFilter())
  const changeRoles = useMutation(trpc.staff.changeRoles.mutationOptions({ onSettled }))
  const remove = useMutation(trpc.staff.remove.mutationOptions({ onSettled }))
  const restore = useMutation(trpc.staff.restore.mutationOptions({ onSettled }))
  const revoke = useMutation(trpc.staff.revokeSessions.mutationOptions({ onSettled }))
  return {
    changeRoles,
    remove,
    restore,
    revoke,
    error: changeRoles.error ?? remove.error ?? restore.error ?? revoke.error,
  }
}
