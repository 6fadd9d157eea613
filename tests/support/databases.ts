import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { openDatabase, type OpenedDatabase, type OpenOptions } from '../../server/adapters/database/open-database.ts'
import type { DatabaseKind } from '../../server/ports/database.ts'
import { type PostgresServer, startPostgres } from './postgres.ts'

export interface FreshDatabase extends OpenedDatabase {
  readonly url: string
  /** Another connection to the same database, as a second replica has it. Closed with the rest. */
  readonly again: (options?: Pick<OpenOptions, 'waitMs'>) => Promise<OpenedDatabase>
}

export interface OpenFresh {
  /** A new database: migrated, unless `isEmpty`. Everything that was opened is closed after the file's tests. */
  (options?: { isEmpty?: boolean }): Promise<FreshDatabase>
}

interface Source {
  readonly kind: DatabaseKind
  makeUrl(): Promise<string>
  clean(): Promise<void>
}

const sqliteSource = (kind: 'sqlite3' | 'node:sqlite'): Source => {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-db-'))
  let made = 0
  return {
    kind,
    makeUrl: async () => `sqlite:${join(folder, `${++made}.db`)}`,
    clean: async () => rmSync(folder, { recursive: true, force: true }),
  }
}

const postgresSource = async (): Promise<Source> => {
  const server: PostgresServer = await startPostgres({ flushing: 'relaxed' })
  let made = 0
  return {
    kind: 'postgres',
    makeUrl: async () => {
      const name = `test_${++made}`
      await server.createDatabase(name)
      return server.urlOf(name)
    },
    clean: () => server.stop(),
  }
}

const sourceOf = async (kind: DatabaseKind): Promise<Source> =>
  kind === 'postgres' ? postgresSource() : sqliteSource(kind)

const optionsOf = (kind: DatabaseKind): OpenOptions => (kind === 'postgres' ? {} : { driver: kind })

const DATABASE_KINDS: readonly DatabaseKind[] = ['sqlite3', 'node:sqlite', 'postgres']

/**
 * The same suite on every database this product runs on. None is skipped: where PostgreSQL can't be had, the suite fails.
 * `open` may be called inside hooks and tests only.
 */
export const eachDatabase = (suite: (name: DatabaseKind, open: OpenFresh) => void): void => {
  for (const kind of DATABASE_KINDS) {
    describe(kind, () => {
      let source: Source
      const opened: OpenedDatabase[] = []
      const connect = async (url: string, options: OpenOptions = {}): Promise<OpenedDatabase> => {
        const database = await openDatabase(url, { ...optionsOf(kind), ...options })
        opened.push(database)
        return database
      }
      beforeAll(async () => {
        source = await sourceOf(kind)
      })
      afterAll(async () => {
        for (const database of opened) await database.close()
        await source.clean()
      })
      suite(kind, async ({ isEmpty = false } = {}) => {
        const url = await source.makeUrl()
        const database = await connect(url)
        if (!isEmpty) await migrateToLatest(database.db)
        return { ...database, url, again: (options) => connect(url, options) }
      })
    })
  }
}
