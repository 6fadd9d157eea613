import { Navigate } from '@tanstack/react-router'
import { useMe } from '../../lib/use-me.ts'

/** Where the day begins: with a ticket, for those who may verify; with the log, for those who read it. */
export const StartPage = () => {
  const me = useMe()
  if (!me) return null
  if (me.permissions.includes('team.verify')) return <Navigate to="/verify" replace />
  return me.permissions.includes('audit.read') && !me.permissions.includes('staff.manage') ? (
    <Navigate to="/audit" replace />
  ) : (
    <Navigate to="/teams" replace />
  )
}
