import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { runCommand } from '../bootstrap/run-command.mjs'
import { repository } from '../steps/run-step.ts'

const PACKAGE = join(repository, 'node_modules', 'electron')
const LAST_TRY = join(repository, '.cache', 'electron-download.json')
const TRY_AGAIN_AFTER_MS = 24 * 3_600_000
const DOWNLOAD_LIMIT_MS = 20_000

const textOf = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8').trim()
  } catch {
    return null
  }
}

/** Electron's program, as its own package notes it; never by importing the package, which would start a download. */
const installedElectron = (): string | null => {
  const name = textOf(join(PACKAGE, 'path.txt'))
  if (name === null) return null
  const path = join(process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(PACKAGE, 'dist'), name)
  return existsSync(path) ? path : null
}

const wasTriedToday = (): boolean => {
  const last = textOf(LAST_TRY)
  return last !== null && Date.now() - Date.parse(last) < TRY_AGAIN_AFTER_MS
}

const download = async (say: (line: string) => void): Promise<string | null> => {
  const script = join(PACKAGE, 'install.js')
  if (!existsSync(script) || wasTriedToday()) return null
  say('Downloading Electron (at most 20 s) …')
  await runCommand(process.execPath, [script], { cwd: PACKAGE, limitMs: DOWNLOAD_LIMIT_MS })
  const found = installedElectron()
  mkdirSync(dirname(LAST_TRY), { recursive: true })
  if (found === null) writeFileSync(LAST_TRY, new Date().toISOString())
  return found
}

const hasScreen = (): boolean =>
  process.platform !== 'linux' || Boolean(process.env.DISPLAY) || Boolean(process.env.WAYLAND_DISPLAY)

export type FoundElectron = { readonly path: string } | { readonly path: null; readonly why: string }

/** Electron's program, downloaded where that can be; else one clause that says why the browser has to do. */
export const findElectron = async (say: (line: string) => void): Promise<FoundElectron> => {
  if (!hasScreen()) return { path: null, why: 'this machine has no screen for a window' }
  const path = installedElectron() ?? (await download(say))
  return path === null ? { path, why: 'Electron’s program is not here and could not be downloaded' } : { path }
}
