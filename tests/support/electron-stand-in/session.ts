import type { Chromium } from './chromium.ts'
import { webRequest } from './network.ts'
import { requireReady } from './readiness.ts'
import { fault, strict } from './strict.ts'

type PermissionHandler = (contents: object, name: string, answer: (isGranted: boolean) => void, details: object) => void

/** Chromium's names for what a page may ask, where they differ from Electron's. */
const PERMISSIONS: Readonly<Record<string, string>> = {
  notifications: 'notifications',
  geolocation: 'geolocation',
  media: 'videoCapture',
  midi: 'midi',
  'clipboard-read': 'clipboardReadWrite',
  'display-capture': 'displayCapture',
  'idle-detection': 'idleDetection',
  'window-management': 'windowManagement',
}

let onRequest: PermissionHandler | null = null
const checks = new Set<string>()

const defaultSession = strict('session.defaultSession', {
  webRequest,
  setPermissionRequestHandler: (handler: PermissionHandler) => {
    onRequest = handler
  },
  setPermissionCheckHandler: () => {
    checks.add('check')
  },
  setDevicePermissionHandler: () => {
    checks.add('device')
  },
})

export const session = strict('session', {
  get defaultSession() {
    requireReady('session.defaultSession')
    return defaultSession
  },
})

/** Every permission is asked once, up front, and the app's answer set in Chromium for the page's origin. */
export const denyPermissions = async (chromium: Chromium, contents: object, origin: string): Promise<void> => {
  if (!onRequest || checks.size < 2) return fault('a permission handler is missing: Electron would grant')
  const granted: string[] = []
  for (const [name, chromiumName] of Object.entries(PERMISSIONS)) {
    onRequest(contents, name, (isGranted) => isGranted && granted.push(chromiumName), { isMainFrame: true })
  }
  await chromium.send('Browser.grantPermissions', { permissions: granted, origin })
}
