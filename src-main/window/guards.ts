import { app, session } from 'electron'
import { logLine } from '../log.ts'
import { APP_ORIGIN } from './app-origin.ts'

const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*']

/** The desk needs no permission of the browser: what it may do goes over the bridge. Nor does its page use the network. */
export const setupPermissions = (): void => {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    logLine('permission-denied', { permission })
    answer(false)
  })
  defaultSession.setPermissionCheckHandler(() => false)
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.webRequest.onBeforeRequest({ urls: NETWORK }, (_details, answer) => answer({ cancel: true }))
}

const isOurs = (url: string): boolean => url.startsWith(`${APP_ORIGIN}/`)

/** For every page there will ever be, not only for the window we make: it stays where it is and opens nothing. */
export const setupNavigationLimits = (): void => {
  app.on('web-contents-created', (_created, contents) => {
    const keepInside = (event: { readonly url: string; preventDefault: () => void }) => {
      if (isOurs(event.url)) return
      event.preventDefault()
      logLine('navigation-denied')
    }
    contents.on('will-navigate', keepInside)
    contents.on('will-frame-navigate', keepInside)
    contents.on('will-redirect', keepInside)
    contents.on('will-attach-webview', (event) => event.preventDefault())
    contents.setWindowOpenHandler(() => {
      logLine('window-open-denied')
      return { action: 'deny' }
    })
  })
}
