import { app, BrowserWindow, nativeTheme } from 'electron'
import type { AnswerCall } from '../bridge/answer-call.ts'
import { openBridge } from '../bridge/open-bridge.ts'
import { preloadFile } from '../launch-settings.ts'
import { describeError, logLine } from '../log.ts'
import { APP_URL } from './app-origin.ts'
import { recallWindowPlace } from './window-place.ts'
import { MIN_HEIGHT, MIN_WIDTH } from './window-place-rules.ts'

/** Written out though most are Electron's defaults today: a default that changes must not change the desk. */
const SECURE_PREFERENCES = {
  nodeIntegration: false,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  contextIsolation: true,
  sandbox: true,
  webSecurity: true,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
  spellcheck: false,
} as const

const BACKGROUND = { light: '#ffffff', dark: '#16181c' } as const

export interface MainWindow {
  /** The one window; made anew on macOS after it was closed. */
  readonly show: () => void
  readonly current: () => BrowserWindow | null
}

const createWindow = (answer: AnswerCall): BrowserWindow => {
  const remembered = recallWindowPlace()
  const { x, y, width, height } = remembered.place
  const window = new BrowserWindow({
    ...(x === undefined || y === undefined ? {} : { x, y }),
    width,
    height,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: app.getName(),
    backgroundColor: BACKGROUND[nativeTheme.shouldUseDarkColors ? 'dark' : 'light'],
    webPreferences: { ...SECURE_PREFERENCES, preload: preloadFile(), devTools: !app.isPackaged },
  })
  remembered.follow(window)
  openBridge(window.webContents, answer)
  window.once('ready-to-show', () => {
    if (remembered.isMaximized) window.maximize()
    window.show()
  })
  window.loadURL(APP_URL).catch((error: unknown) => logLine('page-not-loaded', { error: describeError(error) }))
  return window
}

export const setupMainWindow = (answer: AnswerCall): MainWindow => {
  let window: BrowserWindow | null = null
  const show = () => {
    if (window) {
      if (window.isMinimized()) window.restore()
      window.show()
      return window.focus()
    }
    window = createWindow(answer)
    window.once('closed', () => {
      window = null
    })
  }
  app.on('activate', show)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  show()
  return { show, current: () => window }
}
