import { type Disk } from '../../../license-client/store/disk.ts'

/** The process ended here; nothing that it would have done afterwards happens. */
export class Crash extends Error {
  constructor() {
    super('crashed')
    this.name = 'Crash'
  }
}

export interface BreakableDisk extends Disk {
  /** What is really on the disk, by path. */
  readonly files: Map<string, string>
  /** Ends the process before the n-th step from now (0 = the next); null = never. */
  crashIn: number | null
  /** Every write fails, as on a full disk. */
  isFull: boolean
  /** Other on another machine. */
  identity: string
  /** Steps since the beginning. */
  steps: number
}

/** Files in memory that a process may die over between any two steps. A file that is being written may be half there. */
export const breakableDisk = (files = new Map<string, string>()): BreakableDisk => {
  const step = (tear?: () => void) => {
    disk.steps += 1
    if (disk.crashIn === null) return
    if (disk.crashIn === 0) {
      tear?.()
      // Dead: whatever the process tries from now on comes to nothing either.
      throw new Crash()
    }
    disk.crashIn -= 1
  }
  const write = (path: string, text: string) => {
    step(() => files.set(path, text.slice(0, Math.floor(text.length / 2))))
    if (disk.isFull) throw new Error('ENOSPC')
    files.set(path, text)
    step()
  }
  const disk: BreakableDisk = {
    files,
    crashIn: null,
    isFull: false,
    identity: 'machine-one-folder-one',
    steps: 0,
    read: async (path) => files.get(path) ?? null,
    writeSynced: async (path, text) => {
      write(path, text)
    },
    createSynced: async (path, text) => {
      write(`${path}.new`, text)
      if (files.has(path)) return false
      files.set(path, text)
      files.delete(`${path}.new`)
      step()
      return true
    },
    rename: async (from, to) => {
      step()
      const text = files.get(from)
      if (text === undefined) throw new Error('ENOENT')
      files.set(to, text)
      files.delete(from)
      step()
    },
    syncFolder: async () => {
      step()
    },
    makeFolder: async () => {},
    identify: async () => disk.identity,
  }
  return disk
}

/** A copy, as a snapshot or an image is made of it. */
export const copyOf = ({ files }: BreakableDisk): BreakableDisk => breakableDisk(new Map(files))
