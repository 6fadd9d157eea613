import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import type { Drive } from './bridge-page/bridge-page.ts'
import { buildDesktop, repository } from './build-desktop.ts'

/** Never by importing `electron`: outside Electron that downloads the binary. */
const electronBinary = (): string | null => {
  if (process.env.ELECTRON_BIN) return process.env.ELECTRON_BIN
  const folder = join(repository, 'node_modules/electron')
  const pointer = join(folder, 'path.txt')
  const binary = existsSync(pointer) ? join(folder, 'dist', readFileSync(pointer, 'utf8').trim()) : null
  return binary && existsSync(binary) ? binary : null
}

const binary = electronBinary()
export const runtime = binary ? 'electron' : 'stand-in'
export const executable = binary ?? join(import.meta.dirname, 'electron-stand-in/launch.sh')

const ANNOUNCEMENT =
  runtime === 'electron'
    ? `desktop specs run on Electron: ${executable}`
    : `desktop specs run on the stand-in for electron over Chromium; it cannot prove Electron's own contextBridge, sandbox, IPC
and scheme privileges, fuses, keyrings, menus, dialogs, notifications, links by the system, Windows or macOS, or speed`

let isAnnounced = false
const announce = (): void => {
  if (!isAnnounced) process.stderr.write(`${ANNOUNCEMENT.replaceAll('\n', ' ')}\n`)
  isAnnounced = true
}

export interface LaunchOptions {
  readonly userData?: string
  readonly env?: Readonly<Record<string, string>>
  readonly args?: readonly string[]
  /** A folder to serve in place of the test page, e.g. the built desk. */
  readonly rendererRoot?: string
  /** The companion to start; the small one of the specs unless told otherwise. */
  readonly companionEntry?: string
}

export interface Desktop {
  readonly app: ElectronApplication
  readonly page: Page
  readonly userData: string
  /** Everything the app wrote to stderr so far. */
  readonly log: () => string
  readonly pageUrl: (path: string) => string
  readonly close: () => Promise<void>
}

export const newUserData = (): string => mkdtempSync(join(tmpdir(), 'countersign-desktop-'))

/** The environment of a launch: what the machine has, minus what would leak into the app from this one. */
export const launchEnvironment = async (options: LaunchOptions, userData: string): Promise<Record<string, string>> => {
  const { page } = await buildDesktop()
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(COUNTERSIGN_|STAND_IN_|VITEST|NODE_OPTIONS)/.test(name),
  )
  return {
    ...(Object.fromEntries(inherited) as Record<string, string>),
    COUNTERSIGN_RENDERER_ROOT: options.rendererRoot ?? page,
    COUNTERSIGN_COMPANION_ENTRY: options.companionEntry ?? join(import.meta.dirname, 'fixture-companion.ts'),
    STAND_IN_USER_DATA: userData,
    STAND_IN_NODE: process.execPath,
    ...options.env,
  }
}

export const launchArguments = async (userData: string, args: readonly string[] = []): Promise<string[]> => {
  const { main } = await buildDesktop()
  return [...(runtime === 'electron' ? [`--user-data-dir=${userData}`] : []), main, ...args]
}

/** Starts the built app as a person's start does, with a window that the specs can drive. */
export const launchDesktop = async (options: LaunchOptions = {}): Promise<Desktop> => {
  announce()
  const userData = options.userData ?? newUserData()
  const app = await _electron.launch({
    executablePath: executable,
    cwd: repository,
    args: await launchArguments(userData, options.args),
    env: await launchEnvironment(options, userData),
  })
  let log = ''
  app.process().stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString('utf8')
  })
  const pageUrl = (path: string) =>
    runtime === 'electron' ? `app://main${path}` : `https://main.app.standin.test${path}`
  const page = await app.firstWindow()
  // A first window may still be about:blank, on both runtimes.
  await page.waitForURL(pageUrl('/index.html'))
  return {
    app,
    page,
    userData,
    log: () => log,
    pageUrl,
    close: async () => {
      await app.close()
      if (!options.userData) rmSync(userData, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

/** Runs one step of the test page's driver and waits for what it answers. */
export const drive = <Name extends keyof Drive>(
  page: Page,
  name: Name,
  ...values: Drive[Name] extends (...values: infer Values) => unknown ? Values : never
): Promise<Drive[Name] extends (...values: never[]) => infer Answer ? Awaited<Answer> : never> =>
  page.evaluate(([step, list]) => (window.drive[step] as (...values: unknown[]) => unknown)(...list), [
    name,
    values as unknown[],
  ] as const) as never
