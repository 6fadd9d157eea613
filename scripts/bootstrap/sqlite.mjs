import { accessSync, constants, existsSync } from 'node:fs'
import { delimiter, dirname } from 'node:path'
import { canInstallDebianPackages, debianCommand, installDebianPackages } from './debian.mjs'
import { inRoot, nodePackageName, PROJECT_NODE } from './places.mjs'
import { sayLine, withProgress } from './progress.mjs'
import { runCommand } from './run-command.mjs'
import { readStamp, writeStamp } from './stamp.mjs'

const PACKAGE = inRoot('node_modules', 'sqlite3')
const ASK_AGAIN_AFTER_MS = 24 * 3_600_000
const PREBUILT_LIMIT_MS = 10_000
const COMPILE_LIMIT_MS = 240_000
const COMPILERS = ['g++', 'make', 'python3']

const runNode = (args, options) => runCommand(PROJECT_NODE, args, options)

const loads = async () => (await runNode(['-e', "require('sqlite3')"], { limitMs: 10_000 })).code === 0

/** The first half of sqlite3's own install script: its prebuilt file, from where its authors publish it. */
const fetchPrebuilt = async () => {
  const tool = inRoot('node_modules', 'prebuild-install', 'bin.js')
  await withProgress('Fetching the sqlite3 driver', () =>
    runNode([tool, '-r', 'napi'], { cwd: PACKAGE, limitMs: PREBUILT_LIMIT_MS }),
  )
  return loads()
}

const isOnPath = (name) => process.env.PATH.split(delimiter).some((folder) => existsSync(`${folder}/${name}`))

const haveCompilers = async () => {
  const missing = COMPILERS.filter((name) => !isOnPath(name))
  if (missing.length === 0) return true
  if (!canInstallDebianPackages()) {
    sayLine(`The sqlite3 driver needs a compiler here: ${debianCommand(missing)}`)
    return false
  }
  return withProgress(`Installing ${missing.join(', ')} for the sqlite3 driver`, () => installDebianPackages(missing))
}

/** The second half of the script. The headers come with the `node` package, so that nothing more is downloaded. */
const compile = async () => {
  if (process.platform === 'win32' || !(await haveCompilers())) return false
  const env = {
    ...process.env,
    PATH: [dirname(PROJECT_NODE), process.env.PATH].join(delimiter),
    npm_config_nodedir: inRoot('node_modules', 'node', 'node_modules', nodePackageName()),
    JOBS: 'max',
  }
  const tool = inRoot('node_modules', 'node-gyp', 'bin', 'node-gyp.js')
  await withProgress('Compiling the sqlite3 driver (about a minute)', () =>
    runNode([tool, 'rebuild'], { cwd: PACKAGE, env, limitMs: COMPILE_LIMIT_MS }),
  )
  return loads()
}

const isWritable = () => {
  try {
    accessSync(inRoot('node_modules'), constants.W_OK)
    return true
  } catch {
    return false
  }
}

/** True when there is nothing left to try today. */
export const isSqliteSettled = (effort) => {
  const { sqlite3 } = readStamp()
  if (effort === 'none' || sqlite3?.state === 'ready') return true
  if (!existsSync(PACKAGE) || !isWritable()) return true
  const isFresh = sqlite3 !== undefined && Date.now() - Date.parse(sqlite3.at) < ASK_AGAIN_AFTER_MS
  return isFresh && (sqlite3.tried === 'full' || effort === 'quick')
}

/** Tries for the driver and remembers the outcome. Failing is no error: `node:sqlite` is built in. */
export const ensureSqlite = async (effort) => {
  if (isSqliteSettled(effort)) return
  const isReady = (await loads()) || (await fetchPrebuilt()) || (effort === 'full' && (await compile()))
  if (!isReady) sayLine('The sqlite3 driver could not be had; the built-in node:sqlite serves instead.')
  const outcome = { state: isReady ? 'ready' : 'absent', tried: effort, at: new Date().toISOString() }
  writeStamp({ ...readStamp(), sqlite3: outcome })
}
