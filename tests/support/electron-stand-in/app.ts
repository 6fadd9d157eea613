import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { requestLock } from './instance-lock.ts'
import { becomeReady, hasBecomeReady, requireNotReady } from './readiness.ts'
import { startChromium, stopChromium } from './running.ts'
import { cancellable, fault, StrictEmitter, strict } from './strict.ts'
import { stopChildren } from './utility-process.ts'
import { windowEvents, windows } from './windows.ts'

const ownFolder = process.env.STAND_IN_USER_DATA === undefined
const userData = process.env.STAND_IN_USER_DATA ?? mkdtempSync(join(tmpdir(), 'stand-in-'))
mkdirSync(userData, { recursive: true })

const packageOf = (
  entry: string,
): { readonly name?: string; readonly productName?: string; readonly version?: string } => {
  let folder = dirname(resolve(entry))
  while (!existsSync(join(folder, 'package.json')) && folder !== dirname(folder)) folder = dirname(folder)
  const file = join(folder, 'package.json')
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
}

const PATHS: Readonly<Record<string, string>> = { userData, downloads: join(userData, 'downloads') }
const EVENTS = [
  'ready',
  'activate',
  'open-url',
  'second-instance',
  'web-contents-created',
  'window-all-closed',
  'before-quit',
  'will-quit',
  'quit',
]

class App extends StrictEmitter {
  readonly isPackaged = false
  private readonly about = packageOf(process.argv[1] ?? '.')
  private isQuitting = false
  private starting: Promise<void> | null = null
  private count = 0

  constructor() {
    super('app', EVENTS)
    windowEvents.on('made', (contents) => this.emit('web-contents-created', cancellable(), contents))
    windowEvents.on('all-closed', () => this.allClosed())
  }

  whenReady(): Promise<void> {
    this.starting ??= startChromium(userData, () => this.chromiumDied()).then(() => {
      becomeReady()
      this.emit('ready', cancellable())
    })
    return this.starting
  }
  isReady(): boolean {
    return hasBecomeReady()
  }
  enableSandbox(): void {
    requireNotReady('app.enableSandbox')
  }
  getName(): string {
    return this.about.productName ?? this.about.name ?? 'Electron'
  }
  getVersion(): string {
    return this.about.version ?? '0.0.0'
  }
  getPath(name: string): string {
    const path = PATHS[name]
    if (path === undefined) throw new Error(`stand-in: app.getPath('${name}') is not implemented`)
    return path
  }
  requestSingleInstanceLock(): boolean {
    return requestLock(userData, (argv) => this.emit('second-instance', cancellable(), argv, process.cwd()))
  }
  setBadgeCount(count: number): boolean {
    this.count = count
    return true
  }
  getBadgeCount(): number {
    return this.count
  }

  quit(): void {
    if (this.isQuitting) return
    const before = cancellable()
    this.emit('before-quit', before)
    if (before.defaultPrevented) return
    this.isQuitting = true
    if (windows.size === 0) return this.finish()
    for (const window of windows) window.close()
  }

  exit(code = 0): void {
    process.exitCode = code
    stopChildren()
    void stopChromium().then(() => {
      if (ownFolder) rmSync(userData, { recursive: true, force: true, maxRetries: 3 })
      process.exit(code)
    })
  }

  private allClosed(): void {
    if (this.isQuitting) return this.finish()
    if (this.listenerCount('window-all-closed') > 0) this.emit('window-all-closed')
    else this.quit()
  }

  private finish(): void {
    const will = cancellable()
    this.emit('will-quit', will)
    this.isQuitting = false
    if (will.defaultPrevented) return
    this.emit('quit', cancellable(), 0)
    this.exit(0)
  }

  private chromiumDied(): void {
    if (this.isQuitting || process.exitCode !== undefined) return
    fault('Chromium died')
    process.exit(70)
  }
}

export const app = strict('app', new App())

for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => app.quit())

/** Whoever started this may be killed without a word; nothing is to be left running. */
const parent = process.ppid
setInterval(() => {
  if (process.ppid !== parent) app.exit(71)
}, 1_000).unref()
