import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { program, repository, runStep } from './run-step.ts'

const CONFIG = 'electron.vite.config.ts'
const SOURCES = ['src-main', 'src-renderer', 'src-shared', 'server', 'stripe-sandbox'].map(
  (folder) => `${folder}/**/*.*`,
)
const NOTE = join(repository, 'out', '.built-from')
const PARTS = ['out/main/index.js', 'out/preload/index.cjs', 'out/renderer/index.html']

/** Contents, not times: a clone or a branch switch gives old files new times. */
const fingerprint = (): string => {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { cwd: repository, exclude: (path) => /node_modules|\/tests(\/|$)/.test(path) })
  for (const file of [CONFIG, 'package-lock.json', ...files.toSorted()]) {
    hash.update(file).update(readFileSync(join(repository, file)))
  }
  return hash.digest('hex')
}

const isCurrent = (wanted: string): boolean =>
  [...PARTS, 'out/.built-from'].every((part) => existsSync(join(repository, part))) &&
  readFileSync(NOTE, 'utf8') === wanted

export const isBuildable = (): boolean =>
  existsSync(join(repository, CONFIG)) && existsSync(join(repository, 'src-renderer/index.html'))

/** Builds the desk where `out/` is missing or made from other sources. Throws with the builder's words. */
export const ensureBuild = async (say: (line: string) => void): Promise<void> => {
  const wanted = fingerprint()
  if (isCurrent(wanted)) return
  say('Building the desk …')
  const result = await runStep({ name: 'build', command: [program('electron-vite'), 'build'], env: { NO_COLOR: '1' } })
  if (!result.isOk)
    throw new Error(`The desk could not be built:\n${result.output.trim().split('\n').slice(-30).join('\n')}`)
  mkdirSync(join(repository, 'out'), { recursive: true })
  writeFileSync(NOTE, wanted)
}
