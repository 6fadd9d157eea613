import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Two companions on one embedded folder would be two sandboxes over one state file. */
export class FolderInUseError extends Error {
  constructor(folder: string, pid: number) {
    super(`The data folder is in use by process ${pid}: ${folder}. Stop that one, or choose another with --data.`)
    this.name = 'FolderInUseError'
  }
}

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

const holderOf = (file: string): number | null => {
  try {
    const pid = Number(readFileSync(file, 'utf8'))
    return Number.isInteger(pid) && pid > 0 && pid !== process.pid && isAlive(pid) ? pid : null
  } catch {
    return null
  }
}

const claim = (file: string): boolean => {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx', mode: 0o600 })
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

/** Makes the folder, readable by its owner only, and takes it. Returns what gives it back. */
export const lockFolder = (folder: string): (() => void) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'companion.pid')
  if (!claim(file)) {
    const holder = holderOf(file)
    if (holder !== null) throw new FolderInUseError(folder, holder)
    // Left behind by a crash.
    rmSync(file, { force: true })
    if (!claim(file)) throw new FolderInUseError(folder, holderOf(file) ?? 0)
  }
  return () => rmSync(file, { force: true })
}
