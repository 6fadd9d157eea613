import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Two companions on one embedded folder would be two sandboxes over one state file. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number | null) {
    const holder = pid === null ? 'another process' : `process ${pid}`
    super(`The data folder is in use by ${holder}: ${folder}. Stop that one, or choose another with --data.`)
    this.name = 'FolderInUseError'
  }
}

const SQLITE_BUSY = 5

/** For the message only. Not kept in the lock's own file: closing that file anywhere in its holder would free the lock. */
const holderOf = (file: string): number | null => {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 ? pid : null
  } catch {
    return null
  }
}

/** Null = somebody else has it. */
const claim = (file: string): DatabaseSync | null => {
  const lock = new DatabaseSync(file)
  try {
    lock.exec('pragma busy_timeout = 0; begin exclusive')
    return lock
  } catch (error) {
    lock.close()
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null
    throw error
  }
}

/**
 * Makes the folder, readable by its owner only, and takes it. Returns what gives it back. SQLite's lock on an empty file
 * belongs to the process: the system frees it at a crash, and no process number that is used again can hold it.
 */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pidFile = join(folder, 'companion.pid')
  const lock = claim(join(folder, 'lock.sqlite'))
  if (lock === null) throw new FolderInUseError(folder, holderOf(pidFile))
  writeFileSync(pidFile, String(process.pid), { mode: 0o600 })
  return () => {
    rmSync(pidFile, { force: true })
    lock.close()
  }
}
