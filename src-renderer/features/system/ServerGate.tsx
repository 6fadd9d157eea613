import { useMutation } from '@tanstack/react-query'
import type { DesktopServer } from '@countersign/shared/desktop'
import { useState, type ReactNode } from 'react'
import { Button } from '../../components/Button.tsx'
import { Problem } from '../../components/Problem.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { desktop } from '../../lib/desktop.ts'
import { health } from '../../messages/health.ts'
import { messages } from '../../messages/index.ts'
import { ServerChoice } from './ServerChoice.tsx'
import { useDesktopServer } from './use-desktop-server.ts'
import s from './ServerGate.module.css'

const { server: words } = health

type FailedServer = Extract<DesktopServer, { state: 'failed' }>

const Failed = ({ server }: { readonly server: FailedServer }) => {
  const retry = useMutation({ mutationFn: async () => desktop?.ask('server.choose', { place: 'embedded' }) })
  const isEmbedded = server.place === 'embedded'
  return (
    <main className={s['frame']}>
      <Problem
        title={isEmbedded ? words.failed : words.unreachable}
        what={server.reason}
        next={words.failedNext}
        actions={
          isEmbedded && (
            <Button isBusy={retry.isPending} onPress={() => retry.mutate()}>
              {messages.problem.retry}
            </Button>
          )
        }
      />
      <ServerChoice server={server} />
    </main>
  )
}

/** In the desktop the companion may still be starting, or not start at all. A browser is there because it has started. */
export const ServerGate = ({ children }: { readonly children: ReactNode }) => {
  const server = useDesktopServer()
  const [wasReady, setWasReady] = useState(false)
  if (server?.state === 'ready' && !wasReady) setWasReady(true)
  // Once it was there, its silence is for the banner: what was read stays readable.
  if (!desktop || wasReady) return children
  if (server?.state === 'failed') return <Failed server={server} />
  return (
    <main className={s['frame']}>
      <p>
        <b>{server?.place === 'remote' ? words.connecting(server.host) : words.starting}</b>
      </p>
      <Skeleton label={words.starting} rows={2} />
    </main>
  )
}
