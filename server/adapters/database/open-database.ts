import { CamelCasePlugin, type Dialect, Kysely } from 'kysely'
import { type Log, silentLog } from '../../kernel/log.ts'
import type { Database, DatabaseKind, Schema } from '../../ports/database.ts'
import { readDatabaseUrl } from './database-url.ts'
import { openSqlite, type SqliteDriverName } from './open-sqlite.ts'
import { createPostgresDialect } from './postgres-dialect.ts'
import { createSqliteDialect } from './sqlite-dialect.ts'

const WAIT_MS = 10_000

export interface OpenedDatabase {
  readonly db: Database
  readonly close: () => Promise<void>
}

export interface OpenOptions {
  /** For SQLite only; `auto` takes `sqlite3` if it loads, else `node:sqlite`. */
  readonly driver?: SqliteDriverName
  readonly log?: Log
  /** For SQLite only: how long to wait for another process that writes, 10 s unless told. */
  readonly waitMs?: number
}

const opened = (kind: DatabaseKind, dialect: Dialect): OpenedDatabase => {
  const db = Object.assign(new Kysely<Schema>({ dialect, plugins: [new CamelCasePlugin()] }), { kind })
  let closing: Promise<void> | null = null
  return {
    db,
    close: () => {
      closing ??= db.destroy()
      return closing
    },
  }
}

/**
 * `sqlite:FILE`, `sqlite::memory:` or `postgres://…`. Columns are snake_case in the database, camelCase in code. Throws
 * `GatewayError`; for PostgreSQL that happens at the first statement, since the pool connects when it is asked.
 */
export const openDatabase = async (url: string, options: OpenOptions = {}): Promise<OpenedDatabase> => {
  const log = options.log ?? silentLog
  const target = readDatabaseUrl(url)
  if (target.engine === 'postgres') {
    log.info({ kind: 'postgres' }, 'database: PostgreSQL')
    return opened('postgres', createPostgresDialect(target.url, log))
  }
  const { port, kind, why } = await openSqlite(target.file, {
    driver: options.driver ?? 'auto',
    waitMs: options.waitMs ?? WAIT_MS,
  })
  log.info({ kind, why }, `database: SQLite through ${kind}, because ${why}`)
  return opened(kind, createSqliteDialect(port))
}
