import type { Env } from '../../components/EnvTag.tsx'
import { HealthStrip } from '../../components/HealthStrip.tsx'
import { useConnection } from '../../lib/connection.ts'
import { useNow } from '../../lib/use-now.ts'
import { health as words } from '../../messages/health.ts'
import { healthChecks, type MeasuredHealth } from './health-checks.ts'

const HINTS = [
  { keys: ['/'], label: words.hintSearch },
  { keys: ['g v'], label: words.hintVerify },
  { keys: ['?'], label: words.hintKeys },
]

export const Health = ({ env, measured }: { readonly env: Env; readonly measured: MeasuredHealth }) => {
  const now = useNow()
  const isLost = useConnection(({ lostAt }) => lostAt !== null)
  return <HealthStrip env={env} checks={healthChecks(measured, { now, isLost })} hints={HINTS} />
}
