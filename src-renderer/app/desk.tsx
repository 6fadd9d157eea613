import { Outlet } from '@tanstack/react-router'
import { FailureProblem } from '../components/FailureProblem.tsx'
import { Skeleton } from '../components/Skeleton.tsx'
import { SessionGate } from '../features/session/SessionGate.tsx'
import { SignInFrame } from '../features/session/SignInFrame.tsx'
import { ServerGate } from '../features/system/ServerGate.tsx'
import { useHealth } from '../features/system/use-health.ts'
import { desk } from '../messages/desk.ts'
import { Shell } from './shell.tsx'

/** TEST or LIVE has to be known before anything is shown that looks like either. */
const Opened = () => {
  const health = useHealth()
  if (health.data) {
    return (
      <Shell measured={health.data}>
        <Outlet />
      </Shell>
    )
  }
  return (
    <SignInFrame>
      {health.error ? (
        <FailureProblem
          title={desk.notStarted}
          error={health.error}
          onRetry={() => void health.refetch()}
          isRetrying={health.isFetching}
        />
      ) : (
        <Skeleton />
      )}
    </SignInFrame>
  )
}

/** A companion, then a person, then the desk. */
export const Desk = () => (
  <ServerGate>
    <SessionGate>
      <Opened />
    </SessionGate>
  </ServerGate>
)
