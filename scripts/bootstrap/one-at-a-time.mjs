import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
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

const isHolderAlive = () => {
  try {
    if (Date.now() - statSync(LOCK).mtimeMs > STALE_AFTER_MS) return false
    process.kill(Number(readFileSync(LOCK, 'utf8')), 0)
    return true
  } catch (error) {
    // EPERM: alive, but another user's.
    return error.code === 'EPERM'
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

/** Two runs in one checkout must not install into the same folder at once; the second waits and then finds it done. */
export const oneAtATime = async (work) => {
  let isWaiting = false
  while (!take()) {
    if (!isHolderAlive()) {
      rmSync(LOCK, { force: true })
      continue
    }
    if (!isWaiting) sayLine('Another run is installing in this folder; waiting for it.')
    isWaiting = true
    await pause(500)
  }
  const release = () => rmSync(LOCK, { force: true })
  process.once('exit', release)
  try {
    return await work()
  } finally {
    process.off('exit', release)
    release()
  }
}
