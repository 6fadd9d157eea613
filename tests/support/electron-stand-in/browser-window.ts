import { requireReady } from './readiness.ts'
import { runningChromium } from './running.ts'
import { cancellable, StrictEmitter, strict } from './strict.ts'
import { WebContents } from './web-contents.ts'
import { windows, windowEvents } from './windows.ts'

/** The values with which the stand-in is faithful; anything else is refused instead of ignored. */
const REQUIRED = { nodeIntegration: false, contextIsolation: true, sandbox: true, webSecurity: true } as const
const ACCEPTED: Readonly<Record<string, unknown>> = {
  ...REQUIRED,
  nodeIntegrationInWorker: false,
  nodeIntegrationInSubFrames: false,
  allowRunningInsecureContent: false,
  experimentalFeatures: false,
  webviewTag: false,
  navigateOnDragDrop: false,
}
const FREE = new Set(['preload', 'devTools', 'spellcheck'])

type Preferences = Readonly<Record<string, unknown>> & { readonly preload: string }

interface WindowOptions {
  readonly webPreferences: Preferences
  readonly show?: boolean
  x?: number
  y?: number
  width: number
  height: number
  readonly [other: string]: unknown
}

const checkPreferences = (preferences: Preferences): void => {
  for (const name of Object.keys(REQUIRED)) {
    if (!(name in preferences)) throw new Error(`stand-in: webPreferences.${name} must be written out`)
  }
  for (const [name, value] of Object.entries(preferences)) {
    if (FREE.has(name) || (name in ACCEPTED && ACCEPTED[name] === value)) continue
    throw new Error(`stand-in: webPreferences.${name} = ${String(value)} is not implemented`)
  }
}

const EVENTS = ['close', 'closed', 'ready-to-show', 'show', 'focus', 'resize', 'move']

interface Bounds {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

class Window extends StrictEmitter {
  readonly webContents: WebContents
  readonly options: WindowOptions
  private isShown: boolean
  private isBig = false
  private isClosed = false

  constructor(options: WindowOptions) {
    super('BrowserWindow', EVENTS)
    requireReady('BrowserWindow')
    checkPreferences(options.webPreferences)
    this.options = { ...options }
    this.isShown = options.show !== false
    const contents = new WebContents({
      chromium: runningChromium,
      size: { width: options.width, height: options.height },
      preload: options.webPreferences.preload,
      onFirstLoad: () => this.emit('ready-to-show'),
      onGone: () => this.closed(),
    })
    this.webContents = strict('webContents', contents)
    windows.add(this)
    queueMicrotask(() => windowEvents.emit('made', this.webContents))
  }

  loadURL(url: string): Promise<void> {
    return this.webContents.loadURL(url)
  }
  getBounds(): Bounds {
    const { x = 0, y = 0, width, height } = this.options
    return { x, y, width, height }
  }
  getNormalBounds(): Bounds {
    return this.getBounds()
  }
  getMinimumSize(): number[] {
    return [Number(this.options.minWidth), Number(this.options.minHeight)]
  }
  setBounds(bounds: Partial<Bounds>): void {
    Object.assign(this.options, bounds)
    this.emit('resize')
    this.emit('move')
  }
  isVisible(): boolean {
    return this.isShown
  }
  isDestroyed(): boolean {
    return this.isClosed
  }
  isFocused(): boolean {
    return this.isShown
  }
  isMinimized(): boolean {
    return false
  }
  isMaximized(): boolean {
    return this.isBig
  }
  maximize(): void {
    this.isBig = true
  }
  show(): void {
    this.isShown = true
    this.emit('show')
  }
  hide(): void {
    this.isShown = false
  }
  focus(): void {
    this.emit('focus')
  }
  close(): void {
    const event = cancellable()
    this.emit('close', event)
    if (!event.defaultPrevented) this.webContents.close()
  }
  destroy(): void {
    this.webContents.close()
    this.webContents.gone()
  }

  private closed(): void {
    if (this.isClosed) return
    this.isClosed = true
    windows.delete(this)
    this.emit('closed')
    if (windows.size === 0) windowEvents.emit('all-closed')
  }

  static getAllWindows(): Window[] {
    return [...windows] as Window[]
  }
  static fromWebContents(contents: unknown): Window | null {
    return Window.getAllWindows().find((window) => window.webContents === contents) ?? null
  }
}

export const BrowserWindow = strict('BrowserWindow', Window)

/** For Playwright, which finds a page's window by its target. */
export const webContents = strict('webContents', {
  fromDevToolsTargetId: (targetId: string) =>
    Window.getAllWindows().find((window) => window.webContents.targetId === targetId)?.webContents,
})
