import { createHash, randomUUID } from 'node:crypto'
import { link, mkdir, open, readFile, rename, stat, unlink } from 'node:fs/promises'
import { hostname } from 'node:os'

/** The few things that a store does with files, so that a test can break off between any two of them. */
export interface Disk {
  /** null where there is no such file. */
  readonly read: (path: string) => Promise<string | null>
  /** Writes a file anew and resolves when its content is on the disk. */
  readonly writeSynced: (path: string, text: string) => Promise<void>
  /** As `writeSynced`, but false where the file exists, and never seen half-written. */
  readonly createSynced: (path: string, text: string) => Promise<boolean>
  readonly rename: (from: string, to: string) => Promise<void>
  /** Resolves when the folder's names are on the disk. */
  readonly syncFolder: (folder: string) => Promise<void>
  readonly makeFolder: (folder: string) => Promise<void>
  /** Other on another machine, and for a copy of the folder. */
  readonly identify: (folder: string) => Promise<string>
}

const codeOf = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

const writeSynced = async (path: string, text: string): Promise<void> => {
  // Readable to its owner alone: with the token anybody could check in this installation's place.
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(text, 'utf8')
    await file.sync()
  } finally {
    await file.close()
  }
}

const syncFolder = async (folder: string): Promise<void> => {
  // Windows opens no folders; its renames are durable with the file system's own journal.
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const machineDisk: Disk = {
  read: async (path) => {
    try {
      return await readFile(path, 'utf8')
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null
      throw error
    }
  },
  writeSynced,
  createSynced: async (path, text) => {
    const whole = `${path}.${randomUUID()}.new`
    await writeSynced(whole, text)
    try {
      await link(whole, path)
      return true
    } catch (error) {
      if (codeOf(error) === 'EEXIST') return false
      // A file system without links: then it is a rename, and two first starts at one moment may end with two ids.
      await rename(whole, path)
      return true
    } finally {
      await unlink(whole).catch(() => {})
    }
  },
  rename,
  syncFolder,
  makeFolder: async (folder) => {
    await mkdir(folder, { recursive: true, mode: 0o700 })
  },
  identify: async (folder) => {
    const { dev, ino } = await stat(folder)
    return createHash('sha256').update(`${hostname()}\n${dev}\n${ino}`).digest('base64url').slice(0, 22)
  },
}
