import type { DesktopSession } from '@countersign/shared/desktop'
import { useMutation } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { Button } from '../../components/Button.tsx'
import { Notice } from '../../components/Notice.tsx'
import { desktop } from '../../lib/desktop.ts'
import { settings } from '../../messages/settings.ts'

const { server: words } = settings

/** Where the sign-in is kept. Without a keyring the person decides; weak storage is never chosen in silence. */
export const Keyring = () => {
  const [session, setSession] = useState<DesktopSession>()
  useEffect(() => desktop?.watch('session.onChange', { onItem: setSession }), [])
  const keep = useMutation({ mutationFn: async (agreed: boolean) => desktop?.ask('session.keepOnDisk', { agreed }) })
  if (session?.state !== 'signed-in') return null
  if (!session.mayAsk) return <Notice>{words.keyring[session.keptIn]}</Notice>
  return (
    <Notice
      tone="money"
      title={words.keyring[session.keptIn]}
      actions={
        <>
          <Button size="sm" isBusy={keep.isPending} onPress={() => keep.mutate(true)}>
            {words.keyringAgree}
          </Button>
          <Button kind="quiet" size="sm" onPress={() => keep.mutate(false)}>
            {words.keyringRefuse}
          </Button>
        </>
      }
    >
      {words.keyringAsk}
    </Notice>
  )
}
