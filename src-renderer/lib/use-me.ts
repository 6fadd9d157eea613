import type { Me } from '@countersign/shared/features/staff'
import { PERMISSIONS, type Permission } from '@countersign/shared/roles'
import { useQuery } from '@tanstack/react-query'
import { session } from '../messages/session.ts'
import { useTRPC } from './trpc.ts'

/** Who is signed in, and what they may do; undefined until the companion has said it. */
export const useMe = (): Me | undefined => {
  const trpc = useTRPC()
  return useQuery(trpc.staff.me.queryOptions()).data
}

/** Why the person may not do this, in words, or undefined when they may. The companion decides; the desk only dims. */
export const useMissingPermission = (permission: Permission): string | undefined => {
  const me = useMe()
  if (!me || me.permissions.includes(permission)) return undefined
  return session.onlyFor(PERMISSIONS[permission])
}
