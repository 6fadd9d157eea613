import { useQuery } from '@tanstack/react-query'
import { useEffect, type ReactNode } from 'react'
import { Dialog } from '../../components/Dialog.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { noteSignedOut, useConnection } from '../../lib/connection.ts'
import { desktop } from '../../lib/desktop.ts'
import { failureOf } from '../../lib/failure.ts'
import { useTRPC } from '../../lib/trpc.ts'
import { session } from '../../messages/session.ts'
import { SignIn } from './SignIn.tsx'
import { SignInFrame } from './SignInFrame.tsx'

const ASK_AGAIN_MS = 4000

/** The desktop ends a session by itself too: it ran out, or another server was chosen. */
const useDesktopSession = (): void => {
  useEffect(
    () =>
      desktop?.watch('session.onChange', {
        onItem: (status) => {
          if (status.state === 'signed-out' && status.reason !== 'never') {
            noteSignedOut(status.reason === 'expired' ? 'expired' : 'left')
          }
        },
      }),
    [],
  )
}

/** Nothing of the desk without somebody signed in. A session that ends lays the sign-in over the page, which stays. */
export const SessionGate = ({ children }: { readonly children: ReactNode }) => {
  const trpc = useTRPC()
  const signedOut = useConnection((state) => state.signedOut)
  useDesktopSession()
  const me = useQuery({
    ...trpc.staff.me.queryOptions(),
    enabled: signedOut === null,
    refetchInterval: ({ state }) => (state.data === undefined && signedOut === null ? ASK_AGAIN_MS : false),
  })
  if (me.data && signedOut !== 'left') {
    return (
      <>
        {children}
        {signedOut === 'expired' && (
          <Dialog label={session.signIn.again} onClose={() => undefined}>
            <SignIn isAgain />
          </Dialog>
        )}
      </>
    )
  }
  if (signedOut !== null) {
    return (
      <SignInFrame>
        <SignIn />
      </SignInFrame>
    )
  }
  return (
    <SignInFrame>
      {me.error && failureOf(me.error).code !== 'SIGN_IN_REQUIRED' ? (
        <FailureProblem
          title={session.lost}
          error={me.error}
          onRetry={() => void me.refetch()}
          isRetrying={me.isFetching}
          actions={<span className="cs-xs cs-faint">{session.lostRetry}</span>}
        />
      ) : (
        <Skeleton label={session.checking} rows={3} />
      )}
    </SignInFrame>
  )
}
