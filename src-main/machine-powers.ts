import type { DesktopPower } from '@countersign/shared/desktop'
import { app, type BrowserWindow, clipboard, nativeTheme } from 'electron'
import type { Powers } from './bridge/powers.ts'
import { Refusal } from './bridge/refusal.ts'
import type { SettingsStore } from './files/desktop-settings.ts'
import { exportAudit } from './files/export-audit.ts'
import { saveFile } from './files/save-file.ts'
import { openExternal } from './links/open-external.ts'
import type { DeskLinks } from './links/setup-links.ts'
import { notify } from './notifications/notify.ts'
import type { Server } from './server-process/setup-server.ts'
import type { Session } from './session/setup-session.ts'

type MachinePower = Exclude<DesktopPower, `${'session' | 'server' | 'links' | 'deviceKey'}.${string}`>

interface Machine {
  readonly settings: SettingsStore
  readonly server: Server
  readonly session: Session
  readonly links: DeskLinks
  readonly showWindow: () => void
  readonly window: () => BrowserWindow | null
}

const DONE = { isDone: true } as const

const openWindow = (window: BrowserWindow | null): BrowserWindow => {
  if (!window) throw new Refusal('NOT_FOUND', { message: 'The window is closed.' })
  return window
}

/** What the desk may have this computer do. */
export const machinePowers = ({
  settings,
  server,
  session,
  links,
  showWindow,
  window,
}: Machine): Pick<Powers, MachinePower> => ({
  'window.theme': async ({ theme }) => {
    nativeTheme.themeSource = theme
    await settings.change({ theme })
    return { isDark: nativeTheme.shouldUseDarkColors }
  },
  'app.about': () => ({
    name: app.getName(),
    version: app.getVersion(),
    platform: `${process.platform} ${process.arch}`,
    electron: process.versions.electron ?? 'none',
    node: process.versions.node,
  }),
  openExternal: async ({ url }) => {
    const hosts = [...settings.get().helpdeskHosts, server.host()]
    await openExternal(url, links, { hosts, origins: server.linksTo() })
    return DONE
  },
  notify: (message) => ({ isShown: notify(message, { links, showWindow }) }),
  badge: ({ count }) => {
    app.setBadgeCount(count)
    return DONE
  },
  copyText: async ({ text }) => {
    await clipboard.writeText(text)
    return DONE
  },
  // Only while the person looks at the desk: a page in the background must not watch what is copied elsewhere.
  readClipboard: async () => {
    if (!openWindow(window()).isFocused()) throw new Refusal('INPUT_INVALID', { message: 'The desk is not in front.' })
    const text = await clipboard.readText()
    return { text: text.slice(0, 100_000) }
  },
  saveFile: (file) => saveFile(openWindow(window()), file),
  'audit.export': (_input, signal) => exportAudit({ window: openWindow(window()), session }, signal),
})
