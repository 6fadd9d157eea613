import { Panel } from '../../components/Panel.tsx'
import { Skeleton } from '../../components/Skeleton.tsx'
import { desktop } from '../../lib/desktop.ts'
import { settings } from '../../messages/settings.ts'
import { Keyring } from './Keyring.tsx'
import { ServerChoice } from './ServerChoice.tsx'
import { useDesktopServer } from './use-desktop-server.ts'

const { server: words } = settings

/** Which companion the desktop works with, and where it keeps the sign-in. A browser has neither to choose. */
export const ServerPanel = () => {
  const server = useDesktopServer()
  if (!desktop) {
    return (
      <Panel title={words.title} aside={location.host}>
        {words.browser}
      </Panel>
    )
  }
  return (
    <>
      <Panel title={words.title} {...(server ? { aside: `${words.now}: ${server.host}` } : {})}>
        {server ? <ServerChoice key={server.place} server={server} /> : <Skeleton rows={2} />}
      </Panel>
      <Keyring />
    </>
  )
}
