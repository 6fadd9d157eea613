import { StrictEmitter, strict } from './strict.ts'

const unanswered = (what: string) => async (): Promise<never> => {
  throw new Error(`stand-in: nobody answers ${what}; replace it in the test`)
}

/** Nothing leaves the stand-in by itself: a test puts its own function in the place of these. */
export const shell = strict('shell', { openExternal: unanswered('shell.openExternal') })
export const dialog = strict('dialog', {
  showSaveDialog: unanswered('dialog.showSaveDialog'),
  showMessageBox: unanswered('dialog.showMessageBox'),
})

let copied = ''
export const clipboard = strict('clipboard', {
  writeText: async (text: string) => {
    copied = text
  },
  readText: async () => copied,
})

export const nativeTheme = strict('nativeTheme', {
  themeSource: 'system',
  get shouldUseDarkColors() {
    return this.themeSource === 'dark'
  },
})

const display = { workArea: { x: 0, y: 0, width: 1920, height: 1080 } }
export const screen = strict('screen', { getPrimaryDisplay: () => display, getAllDisplays: () => [display] })

interface MenuTemplate {
  readonly label?: string
  readonly role?: string
  readonly type?: string
  readonly accelerator?: string
  readonly submenu?: readonly MenuTemplate[]
}

interface BuiltMenu {
  readonly items: readonly (Omit<MenuTemplate, 'submenu'> & { readonly submenu?: BuiltMenu })[]
}

const build = (template: readonly MenuTemplate[]): BuiltMenu => ({
  items: template.map(({ submenu, ...item }) => ({ ...item, ...(submenu ? { submenu: build(submenu) } : {}) })),
})

let applicationMenu: BuiltMenu | null = null
export const Menu = strict('Menu', {
  buildFromTemplate: build,
  setApplicationMenu: (menu: BuiltMenu) => {
    applicationMenu = menu
  },
  getApplicationMenu: () => applicationMenu,
})

class ShownNotification extends StrictEmitter {
  readonly title: string
  readonly body: string
  /** For the tests, which click on them: `emit('click')`. */
  static readonly shown: ShownNotification[] = []

  constructor({ title, body }: { readonly title: string; readonly body: string }) {
    super('Notification', ['click', 'close'])
    this.title = title
    this.body = body
  }
  show(): void {
    ShownNotification.shown.push(this)
  }
  static isSupported(): boolean {
    return true
  }
}
export const Notification = strict('Notification', ShownNotification)
