import { Globe } from 'lucide-react'
import { Notice } from '../../components/Notice.tsx'
import { useConnection } from '../../lib/connection.ts'
import { clockText } from '../../lib/dates.ts'
import { health } from '../../messages/health.ts'
import s from './OfflineBanner.module.css'

/** What was read stays readable, with its age; nothing can be changed, and nothing is kept for later. */
export const OfflineBanner = () => {
  const { lostAt, heardAt } = useConnection()
  if (lostAt === null) return null
  const { network, companion, asOf, changes } = health.offline
  const since = clockText(lostAt)
  return (
    <div className={s['banner']}>
      <Notice icon={Globe} isLive title={navigator.onLine ? companion(since) : network(since)}>
        {heardAt !== null && `${asOf(clockText(heardAt, 'seconds'))} `}
        {changes}
      </Notice>
    </div>
  )
}
