import { mkdirSync, readFileSync, rmdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { inRoot } from './places.mjs'
import { plainError } from './plain-error.mjs'
import { sayLine } from './progress.mjs'

const LOCK = inRoot('.cache', 'install.lock')
const STALE_AFTER_MS = 20 * 60_000

const take = () => {
  try {
    mkdirSync(inRoot('.cache'), { recursive: true })
    writeFileSync(LOCK, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw plainError(
      `This checkout can’t be written to (${error.code}); copy it to a folder of your own and run it there.`,
    )
  }
}

/** Which lock this is; null = there is none. */
const readLock = () => {
  try {
    return { pid: Number(readFileSync(LOCK, 'utf8')), madeAtMs: statSync(LOCK).mtimeMs }
  } catch {
    return null
  }
}

const isHolderAlive = ({ pid, madeAtMs }) => {
  if (Date.now() - madeAtMs > STALE_AFTER_MS) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: alive, but another user's.
    return error.code === 'EPERM'
  }
}

/** Only the one that makes this lock's marker may remove it, and looks again first: it may be another one by now. */
const removeStale = (stale) => {
  const marker = `${LOCK}.${stale.pid}-${Math.round(stale.madeAtMs)}`
  try {
    mkdirSync(marker)
  } catch {
    return
  }
  const now = readLock()
  if (now?.pid === stale.pid && now.madeAtMs === stale.madeAtMs) rmSync(LOCK, { force: true })
  rmdirSync(marker)
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Two runs in one checkout must not install into the same folder at once; the second waits and then finds it done. */
export const oneAtATime = async (work) => {
  let isWaiting = false
  while (!take()) {
    const lock = readLock()
    if (!lock || !isHolderAlive(lock)) {
      if (lock) removeStale(lock)
      await pause(10)
      continue
    }
    if (!isWaiting) sayLine('Another run is installing in this folder; waiting for it.')
    isWaiting = true
    await pause(500)
  }
  const release = () => {
    if (readLock()?.pid === process.pid) rmSync(LOCK, { force: true })
  }
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}
