import type { Desktop } from './bridge-desktop.ts'
import { type ApproverKey, createBrowserKey } from './browser-key.ts'
import { browserKeyStore } from './key-store.ts'

/** The desktop's key where there is a desktop, else the browser's. */
export const approverKeyOf = (desktop: Desktop | null, staffId: string): ApproverKey => {
  if (desktop === null) return createBrowserKey(staffId, browserKeyStore)
  return {
    status: (companionId) => desktop.ask('deviceKey.status', { companionId }),
    create: (wanted) => desktop.ask('deviceKey.create', wanted),
    sign: (signing) => desktop.ask('deviceKey.sign', signing),
  }
}
