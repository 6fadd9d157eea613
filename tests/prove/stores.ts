import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { openDatabase, type OpenedDatabase } from '../../server/adapters/database/open-database.ts'
import type { Database } from '../../server/ports/database.ts'
import { startPostgres } from '../support/postgres.ts'

/** Where one world keeps its database. */
export interface Store {
  readonly open: () => Promise<OpenedDatabase>
  /** null where a backup is no file of ours. */
  readonly backup: ((db: Database) => Promise<void>) | null
  /** Puts the backup in the place of the database, which nobody has open. */
  readonly restore: () => void
  readonly remove: () => Promise<void>
}

export interface Stores {
  readonly kind: 'sqlite' | 'postgres'
  readonly fresh: () => Promise<Store>
  readonly close: () => Promise<void>
}

const sqliteStore = (folder: string, template: string, name: string): Store => {
  const file = join(folder, `${name}.db`)
  const kept = join(folder, `${name}.backup`)
  const forget = (path: string) => {
    for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${path}${end}`, { force: true })
  }
  copyFileSync(template, file)
  return {
    open: () => openDatabase(`sqlite:${file}`, { driver: 'node:sqlite' }),
    backup: async (db) => {
      forget(kept)
      await sql`vacuum into ${kept}`.execute(db)
    },
    restore: () => {
      forget(file)
      copyFileSync(kept, file)
    },
    remove: async () => {
      forget(file)
      forget(kept)
    },
  }
}

/** Nothing is cut off from its power here, so nothing has to reach a disk. */
const MEMORY = '/dev/shm'

/** Each world gets a copy of one migrated file. */
export const sqliteStores = async (): Promise<Stores> => {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'countersign-prove-'))
  const first = join(folder, 'first.db')
  const template = join(folder, 'template.db')
  const { db, close } = await openDatabase(`sqlite:${first}`, { driver: 'node:sqlite' })
  await migrateToLatest(db)
  await sql`vacuum into ${template}`.execute(db)
  await close()
  let made = 0
  return {
    kind: 'sqlite',
    fresh: async () => sqliteStore(folder, template, `world-${++made}`),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** Each world gets a copy of one migrated database, on one server. */
export const postgresStores = async (): Promise<Stores> => {
  const server = await startPostgres({ flushing: 'relaxed' })
  const template = 'first'
  await server.createDatabase(template)
  const { db, close } = await openDatabase(server.urlOf(template))
  await migrateToLatest(db)
  await close()
  let made = 0
  return {
    kind: 'postgres',
    fresh: async () => {
      const name = `world_${++made}`
      await server.createDatabase(name, template)
      return {
        open: () => openDatabase(server.urlOf(name)),
        backup: null,
        restore: () => {
          throw new Error('a backup of PostgreSQL is not a file of ours')
        },
        remove: () => server.dropDatabase(name),
      }
    },
    close: () => server.stop(),
  }
}
