import { type Kysely, sql } from 'kysely'
import { AppError } from '../../kernel/errors.ts'
import type { Database } from '../../ports/database.ts'
import { MIGRATIONS } from './migrations/index.ts'
import type { Migration } from './migrations/migration.ts'

export interface MigrationReport {
  readonly applied: readonly string[]
  /** The newest step that the database now has. */
  readonly version: string
}

// Any number will do, as long as nothing else in the database takes the same advisory lock.
const LOCK = 7_236_021_184

const executedNames = async (tx: Kysely<unknown>): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(tx)
  return rows.map((row) => row.name)
}

const refuseNewer = (executed: readonly string[], known: readonly Migration[]) => {
  const names = new Set(known.map((migration) => migration.name))
  const foreign = executed.filter((name) => !names.has(name)).at(-1)
  if (foreign === undefined) return
  const newest = known.at(-1)?.name ?? 'nothing'
  throw new AppError('DATABASE_NEWER', {
    detail: `the database is at ${foreign}, this companion knows ${newest}`,
    data: { databaseVersion: foreign, companionVersion: newest },
  })
}

const lock = async (tx: Kysely<unknown>) => {
  await sql`set local lock_timeout = 0`.execute(tx)
  await sql`set local statement_timeout = 0`.execute(tx)
  await sql`select pg_advisory_xact_lock(${sql.lit(LOCK)})`.execute(tx)
}

/**
 * Brings the schema up to date in one transaction, all or nothing. Replicas that start together queue: PostgreSQL by an
 * advisory lock, SQLite by its write lock. Refuses, with `DATABASE_NEWER`, a database that knows steps we don't.
 */
export const migrateToLatest = async (
  db: Database,
  migrations: readonly Migration[] = MIGRATIONS,
): Promise<MigrationReport> =>
  db
    .withoutPlugins()
    .transaction()
    .execute(async (typed) => {
      const tx = typed as unknown as Kysely<unknown>
      if (db.kind === 'postgres') await lock(tx)
      await sql`create table if not exists migration (name text primary key, at bigint not null)`.execute(tx)
      const executed = await executedNames(tx)
      refuseNewer(executed, migrations)
      const pending = migrations.filter((migration) => !executed.includes(migration.name))
      for (const migration of pending) {
        await migration.up(tx, db.kind === 'postgres' ? 'postgres' : 'sqlite')
        await sql`insert into migration (name, at) values (${migration.name}, ${Date.now()})`.execute(tx)
      }
      return { applied: pending.map((migration) => migration.name), version: migrations.at(-1)?.name ?? '' }
    })
