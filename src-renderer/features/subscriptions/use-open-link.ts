import { useAnnounce } from '../../components/LiveRegion.tsx'
import { desktop } from '../../lib/desktop.ts'
import { team as words } from '../../messages/team.ts'

/** Why an address can't be opened from here: the desktop lets nothing out but https. */
export const openReason = (url: string): string | undefined =>
  desktop !== null && !url.startsWith('https:') ? words.actions.notHttps : undefined

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
