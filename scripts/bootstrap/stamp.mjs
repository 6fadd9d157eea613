import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { inRoot } from './places.mjs'

const LOCK_FILE = inRoot('package-lock.json')
const STAMP = inRoot('node_modules', '.countersign-install.json')
/** npm's own note of what it put into node_modules. */
const INSTALLED = inRoot('node_modules', '.package-lock.json')

const readJson = (path) => {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return undefined
  }
}

export const lockedPackages = () => readJson(LOCK_FILE)?.packages ?? {}

/** A folder carried to another kind of machine holds the wrong binaries, so the platform belongs to the stamp. */
export const wantedStamp = () => ({
  lock: createHash('sha256').update(readFileSync(LOCK_FILE)).digest('hex'),
  platform: `${process.platform}-${process.arch}`,
  node: lockedPackages()['node_modules/node'].version,
})

export const readStamp = () => readJson(STAMP) ?? {}

export const writeStamp = (stamp) => writeFileSync(STAMP, `${JSON.stringify(stamp, null, 2)}\n`)

export const isStampCurrent = () => {
  const [has, wants] = [readStamp(), wantedStamp()]
  return Object.keys(wants).every((key) => has[key] === wants[key])
}

const isInPlace = ([path, wanted], installed) =>
  !path.startsWith('node_modules/') ||
  wanted.link ||
  wanted.optional ||
  (installed[path]?.version === wanted.version && existsSync(inRoot(path)))

/** True for a folder that someone filled with `npm install` or `npm ci` by hand from this very lock file. */
export const isFilledByHand = () => {
  const installed = readJson(INSTALLED)?.packages
  return installed !== undefined && Object.entries(lockedPackages()).every((entry) => isInPlace(entry, installed))
}
