import { app, type BrowserWindow, nativeTheme } from 'electron'
import { createForwarder } from './bridge/forward-call.ts'
import { answerOrForward, answerPower } from './bridge/powers.ts'
import { setupDeviceKey } from './device-key/setup-device-key.ts'
import { setupSettings } from './files/desktop-settings.ts'
import { setupLinks } from './links/setup-links.ts'
import { describeError, logLine } from './log.ts'
import { machinePowers } from './machine-powers.ts'
import { setupMenu } from './menu/setup-menu.ts'
import { setupServer } from './server-process/setup-server.ts'
import { setupSession } from './session/setup-session.ts'
import { setupUpdates } from './updates/setup-updates.ts'
import { registerAppScheme, setupAppProtocol } from './window/app-protocol.ts'
import { setupNavigationLimits, setupPermissions } from './window/guards.ts'
import { type MainWindow, setupMainWindow } from './window/main-window.ts'
import { setupSingleInstance } from './window/single-instance.ts'

let mainWindow: MainWindow | null = null
const showWindow = (): void => mainWindow?.show()
const currentWindow = (): BrowserWindow | null => mainWindow?.current() ?? null

const start = async (): Promise<void> => {
  const links = setupLinks()
  const isFirst = setupSingleInstance((argv) => {
    showWindow()
    links.openFrom(argv)
  })
  if (!isFirst) return
  registerAppScheme()
  setupNavigationLimits()
  await app.whenReady()
  const settings = setupSettings()
  nativeTheme.themeSource = settings.get().theme
  setupPermissions()
  setupAppProtocol()
  setupMenu()
  const server = setupServer(settings)
  const session = setupSession(server, settings)
  const machine = machinePowers({ settings, server, session, links, showWindow, window: currentWindow })
  const deviceKey = setupDeviceKey({ settings, server, session, window: currentWindow })
  const own = answerPower({ ...machine, ...deviceKey, ...session.powers, ...server.powers, ...links.powers })
  mainWindow = setupMainWindow(answerOrForward(own, createForwarder(session)))
  setupUpdates()
}

app.enableSandbox()
start().catch((error: unknown) => {
  logLine('start-failed', { error: describeError(error) })
  app.exit(1)
})
