import { useMutation } from '@tanstack/react-query'
import { Button } from '../../components/Button.tsx'
import { FailureProblem } from '../../components/FailureProblem.tsx'
import { desktop } from '../../lib/desktop.ts'
import { session } from '../../messages/session.ts'
import { authDoor } from './auth-door.ts'
import { useEnter } from './use-enter.ts'

export const OidcSignIn = ({ name }: { readonly name: string }) => {
  const enter = useEnter()
  const signIn = useMutation({
    mutationFn: async () => {
      await authDoor.signInOidc()
      // In a browser the page is on its way to the provider.
      if (desktop) await enter()
    },
  })
  return (
    <>
      {signIn.error && (
        <FailureProblem title={session.signIn.failed} error={signIn.error} onRetry={() => signIn.mutate()} />
      )}
      <Button kind="primary" size="lg" isBusy={signIn.isPending} onPress={() => signIn.mutate()}>
        {session.signIn.withProvider(name)}
      </Button>
      {signIn.isPending && desktop && <output className="cs-xs cs-dim">{session.signIn.providerWait}</output>}
    </>
  )
}
