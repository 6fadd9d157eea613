import { type Chromium, launchChromium } from './chromium.ts'
import { windows } from './windows.ts'

let chromium: Chromium | null = null

/** Launched when the app asks to be ready, not before: a second instance ends without ever having one. */
export const startChromium = async (userData: string, onDeath: () => void): Promise<void> => {
  const started = launchChromium(userData)
  chromium = started
  process.on('exit', () => started.process.kill('SIGKILL'))
  started.on('closed', onDeath)
  started.on('Target.detachedFromTarget', ({ sessionId }) => {
    for (const window of windows) if (window.webContents.ownsSession(sessionId)) window.webContents.gone()
  })
  await started.send('Browser.getVersion')
}

export const runningChromium = (): Chromium => {
  if (!chromium) throw new Error('stand-in: Chromium is not running')
  return chromium
}

const PATIENCE_MS = 3_000

export const stopChromium = async (): Promise<void> => {
  if (!chromium || chromium.isDead()) return
  const { process: child } = chromium
  const exited = new Promise((resolve) => {
    child.once('exit', resolve)
  })
  chromium.send('Browser.close').catch(() => undefined)
  const late = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS)
  await exited
  clearTimeout(late)
}
