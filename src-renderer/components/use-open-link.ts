import { useEffect, useState } from 'react'
import { useAnnounce } from './LiveRegion.tsx'
import { desktop } from '../lib/desktop.ts'
import { team as words } from '../messages/team.ts'

/** Why an address can't be opened from here: the desktop lets out https, and the sandbox Stripe beside it. */
export const useOpenReason = (): ((url: string) => string | undefined) => {
  const [linksTo, setLinksTo] = useState<readonly string[]>([])
  useEffect(
    () =>
      desktop?.watch('server.onChange', {
        onItem: (server) => setLinksTo(server.state === 'ready' ? server.linksTo : []),
      }),
    [],
  )
  return (url) => {
    if (desktop === null || url.startsWith('https:')) return undefined
    return linksTo.includes(URL.parse(url)?.origin ?? '') ? undefined : words.actions.notHttps
  }
}

/** Opens an outside address in the system's browser; what the desktop refuses to open is said. */
export const useOpenLink = (): ((url: string, what: string) => void) => {
  const announce = useAnnounce()
  return (url, what) => {
    if (desktop === null) {
      window.open(url, '_blank', 'noopener,noreferrer')
      return
    }
    desktop.ask('openExternal', { url }).catch(() => announce(words.actions.notOpened(what)))
  }
}
