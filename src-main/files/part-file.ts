import { randomBytes } from 'node:crypto'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { writing } from './save-file.ts'

export interface PartFile {
  readonly append: (bytes: Uint8Array) => Promise<void>
  /** Gives it the final name, in the place of whatever had it. */
  readonly finish: () => Promise<void>
  /** Removes what is there so far; nothing once it is finished. */
  readonly drop: () => Promise<void>
}

/** A file that grows under another name beside its target, so that nobody takes a half for the whole. */
export const openPartFile = async (target: string): Promise<PartFile> => {
  const path = join(dirname(target), `.countersign-${randomBytes(8).toString('hex')}.part`)
  const handle = await writing(open(path, 'wx', 0o600))
  return {
    append: async (bytes) => writing(handle.appendFile(bytes)),
    finish: async () => {
      await writing(handle.sync())
      await handle.close()
      await writing(rename(path, target))
    },
    drop: async () => {
      await handle.close()
      await rm(path, { force: true })
    },
  }
}
