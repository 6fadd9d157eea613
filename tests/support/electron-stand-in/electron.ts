/** What the main process of Countersign uses of Electron, and nothing else. `register.ts` names the rest as missing. */
export { app } from './app.ts'
export { BrowserWindow, webContents } from './browser-window.ts'
export { protocol } from './network.ts'
export { safeStorage } from './safe-storage.ts'
export { session } from './session.ts'
export { clipboard, dialog, Menu, nativeTheme, Notification, screen, shell } from './small-modules.ts'
export { utilityProcess } from './utility-process.ts'
