import { registerHooks } from 'node:module'
import * as written from './electron.ts'

/** Everything the main process's `electron` exports; a name without an implementation fails when it is touched. */
const NAMES =
  `app autoUpdater BaseWindow BrowserView BrowserWindow clipboard contentTracing crashReporter desktopCapturer
  dialog globalShortcut ImageView inAppPurchase ipcMain Menu MenuItem MessageChannelMain nativeImage nativeTheme net netLog
  Notification powerMonitor powerSaveBlocker protocol pushNotifications safeStorage screen session ShareMenu shell
  systemPreferences TouchBar Tray utilityProcess View webContents WebContentsView webFrameMain`.split(/\s+/)

const missing = (name: string): unknown => {
  const refuse = (key: string | symbol = ''): never => {
    throw new Error(`stand-in: ${name}${key === '' ? '' : `.${String(key)}`} is not implemented`)
  }
  return new Proxy(function absent() {}, {
    // The inspector and the module loader look at these without meaning to use the module.
    get: (target, key) =>
      typeof key === 'symbol' || ['then', 'prototype', 'name', 'length', 'constructor'].includes(key)
        ? Reflect.get(target, key)
        : refuse(key),
    construct: () => refuse(),
    apply: () => refuse(),
  })
}

const known: Readonly<Record<string, unknown>> = written
const KEY = 'countersign.electron-stand-in'
Reflect.set(globalThis, Symbol.for(KEY), Object.fromEntries(NAMES.map((name) => [name, known[name] ?? missing(name)])))

const MODULE_URL = new URL('./electron.generated.mjs', import.meta.url).href
const source = [
  `const electron = globalThis[Symbol.for('${KEY}')]`,
  ...NAMES.map((name) => `export const ${name} = electron.${name}`),
  'export default electron',
  "export { electron as 'module.exports' }",
].join('\n')

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: MODULE_URL, format: 'module', shortCircuit: true } : next(specifier, context),
  load: (url, context, next) =>
    url === MODULE_URL ? { format: 'module', source, shortCircuit: true } : next(url, context),
})
