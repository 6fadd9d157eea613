import type { Kernel } from '../../kernel/context.ts'
import type { KeptLicense, LicenseShelf } from './keep-licenses.ts'
import { type CheckedRow, readChecked } from './store.ts'

export interface FoundInstance {
  readonly row: CheckedRow
  readonly license: KeptLicense
}

export interface Reads {
  /** As the database has it now; null when it knows no such instance. */
  find(id: string, version: string): Promise<FoundInstance | null>
}

interface Waiting {
  readonly id: string
  readonly version: string
  readonly resolve: (found: FoundInstance | null) => void
  readonly reject: (reason: unknown) => void
}

const MOST_AT_ONCE = 256

/** The checks that come in together are read with one statement, so that no replica has to trust a memory of its own. */
export const gatherReads = ({ db }: Pick<Kernel, 'db'>, shelf: LicenseShelf): Reads => {
  let waiting: Waiting[] = []

  const settle = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const rows = await readChecked(db, group)
      const licenses = await shelf.take(rows)
      const found = new Map(rows.map((row) => [`${row.id} ${row.running}`, row]))
      for (const { id, version, resolve } of group) {
        const row = found.get(`${id} ${version}`)
        const license = row && licenses.get(row.licenseId)
        resolve(row && license ? { row, license } : null)
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  const flush = (): void => {
    const all = waiting
    waiting = []
    for (let from = 0; from < all.length; from += MOST_AT_ONCE) void settle(all.slice(from, from + MOST_AT_ONCE))
  }

  return {
    find: (id, version) => {
      const { promise, resolve, reject } = Promise.withResolvers<FoundInstance | null>()
      waiting.push({ id, version, resolve, reject })
      if (waiting.length === 1) setImmediate(flush)
      return promise
    },
  }
}
