import { app, Menu, type MenuItemConstructorOptions } from 'electron'

const isMac = process.platform === 'darwin'

const appMenu: MenuItemConstructorOptions = {
  label: app.getName(),
  submenu: [
    { role: 'about' },
    { type: 'separator' },
    { role: 'hide' },
    { role: 'hideOthers' },
    { role: 'unhide' },
    { type: 'separator' },
    { role: 'quit' },
  ],
}

const fileMenu: MenuItemConstructorOptions = {
  label: '&File',
  submenu: [isMac ? { role: 'close' } : { role: 'quit', accelerator: 'Ctrl+Q' }],
}

const editMenu: MenuItemConstructorOptions = {
  label: '&Edit',
  submenu: [
    { role: 'undo' },
    { role: 'redo' },
    { type: 'separator' },
    { role: 'cut' },
    { role: 'copy' },
    { role: 'paste' },
    { role: 'pasteAndMatchStyle', accelerator: 'CmdOrCtrl+Shift+V' },
    { role: 'selectAll' },
  ],
}

const viewMenu: MenuItemConstructorOptions = {
  label: '&View',
  submenu: [
    { role: 'reload' },
    ...(app.isPackaged ? [] : [{ role: 'toggleDevTools' } as const]),
    { type: 'separator' },
    { role: 'resetZoom' },
    { role: 'zoomIn', accelerator: 'CmdOrCtrl+=' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
  ],
}

/** The desk's own shortcuts live in the page, where each can say whether it applies. */
export const setupMenu = (): void => {
  const template = [...(isMac ? [appMenu] : []), fileMenu, editMenu, viewMenu, { role: 'windowMenu' } as const]
  Menu.setApplicationMenu(Menu.buildFromTemplate(template))
}
