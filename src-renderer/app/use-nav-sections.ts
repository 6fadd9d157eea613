import { isPermitted, PERMISSIONS, type Role } from '@countersign/shared/roles'
import { useMemo } from 'react'
import type { NavSection } from '../components/SideNav.tsx'
import { useWaiting } from '../features/approvals/use-waiting.ts'
import { useLateCount } from '../features/receivables/use-receivables.ts'
import { useMe } from '../lib/use-me.ts'
import { desk } from '../messages/desk.ts'
import { session } from '../messages/session.ts'
import { type Destination, DESTINATIONS } from './navigation.ts'

export const missingFor = ({ permission }: Destination, roles: readonly Role[]): string | undefined => {
  return isPermitted(permission, roles) ? undefined : session.onlyFor(PERMISSIONS[permission])
}

const MONEY_FROM = DESTINATIONS.findIndex(({ id }) => id === 'quotes')
const TRUST_FROM = DESTINATIONS.findIndex(({ id }) => id === 'policy')

/** Nothing is hidden: what one may not open stays, dimmed, with the reason. */
export const useNavSections = (): readonly NavSection[] => {
  const me = useMe()
  const roles = me?.staff.roles
  const waiting = useWaiting()
  const late = useLateCount(roles !== undefined && isPermitted('invoice.read', roles))
  return useMemo(() => {
    const counts: Partial<Record<Destination['id'], number | undefined>> = { approvals: waiting, receivables: late }
    const items = DESTINATIONS.map((destination) => ({
      ...destination,
      reason: roles ? missingFor(destination, roles) : undefined,
      count: counts[destination.id],
    }))
    return [
      { id: 'work', items: items.slice(0, MONEY_FROM) },
      { id: 'money', title: desk.money, items: items.slice(MONEY_FROM, TRUST_FROM) },
      { id: 'trust', title: desk.trust, items: items.slice(TRUST_FROM) },
    ]
  }, [roles, waiting, late])
}
