import {
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

const holderOf = (file: string): number | null => {
  try {
    return Number(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}

const take = (file: string): boolean => {
  try {
    const handle = openSync(file, 'wx')
    writeSync(handle, String(process.pid))
    closeSync(handle)
    process.on('exit', () => rmSync(file, { force: true }))
    return true
  } catch {
    return false
  }
}

/** One app per data folder, by a lock file; a second one leaves its arguments in the first one's letter box. */
export const requestLock = (userData: string, onSecond: (argv: string[]) => void): boolean => {
  const file = join(userData, 'instance.lock')
  const box = join(userData, 'instance-letters')
  mkdirSync(box, { recursive: true })
  const holder = holderOf(file)
  if (holder !== null && !isAlive(holder)) rmSync(file, { force: true })
  if (!take(file)) {
    const letter = join(box, String(process.pid))
    writeFileSync(`${letter}.new`, JSON.stringify(process.argv))
    renameSync(`${letter}.new`, letter)
    return false
  }
  watch(box, (_event, name) => {
    if (!name || name.endsWith('.new')) return
    const letter = join(box, name)
    let text: string
    try {
      text = readFileSync(letter, 'utf8')
    } catch {
      return
    }
    rmSync(letter, { force: true })
    onSecond(JSON.parse(text) as string[])
  }).unref()
  return true
}
