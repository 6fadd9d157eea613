import type { DesktopServer } from '@countersign/shared/desktop'
import { useEffect, useState } from 'react'
import { desktop } from '../../lib/desktop.ts'

/** Which companion the desktop uses and how it is; undefined in a browser and until the main process has said it. */
export const useDesktopServer = (): DesktopServer | undefined => {
  const [server, setServer] = useState<DesktopServer>()
  useEffect(() => desktop?.watch('server.onChange', { onItem: setServer }), [])
  return server
}
