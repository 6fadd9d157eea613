import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { migrateToLatest } from '../../server/adapters/database/migrate.ts'
import { MIGRATIONS } from '../../server/adapters/database/migrations/index.ts'
import { type Migration, runStatements } from '../../server/adapters/database/migrations/migration.ts'
import { AppError } from '../../server/kernel/errors.ts'
import { eachDatabase } from '../support/databases.ts'

// Guarantee: the schema is complete or untouched, whoever migrates and however often, and is never read by a companion
// that is older than it.

const names = MIGRATIONS.map((migration) => migration.name)
const later: Migration = {
  name: '9999-from-the-future',
  up: (db, engine) => runStatements(db, engine, 'create table future (id text primary key, at int not null)'),
}

eachDatabase((_name, open) => {
  test('an empty database gets every step, and a second run none', async () => {
    const { db } = await open({ isEmpty: true })
    expect((await migrateToLatest(db)).applied).toEqual(names)
    expect(await migrateToLatest(db)).toEqual({ applied: [], version: names.at(-1) })
  })

  test('replicas that start at once apply each step once', async () => {
    const first = await open({ isEmpty: true })
    const others = await Promise.all([first.again(), first.again(), first.again()])
    const reports = await Promise.all([first, ...others].map(({ db }) => migrateToLatest(db)))
    expect(reports.flatMap((report) => report.applied)).toEqual(names)
  })

  test('a step that fails leaves nothing behind', async () => {
    const { db } = await open({ isEmpty: true })
    const broken: Migration = {
      name: '9999-broken',
      up: (db, engine) => runStatements(db, engine, 'create table half (id text primary key);\ncreate nonsense'),
    }
    await expect(migrateToLatest(db, [...MIGRATIONS, broken])).rejects.toThrow()
    const tables = await db.introspection.getTables()
    expect(tables.map((table) => table.name).filter((name) => name === 'half' || name === 'staff')).toEqual([])
    expect((await migrateToLatest(db)).applied).toEqual(names)
  })

  test('a database of a newer version is refused, both versions named', async () => {
    const { db, again } = await open()
    await migrateToLatest(db, [...MIGRATIONS, later])
    const older = await again()
    const refusal = await migrateToLatest(older.db).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(AppError)
    expect(refusal).toMatchObject({
      code: 'DATABASE_NEWER',
      data: { databaseVersion: later.name, companionVersion: names.at(-1) },
    })
  })

  test('what was committed is there after reopening', async () => {
    const { db, close, again } = await open()
    await db
      .insertInto('keptPage')
      .values({ customerStripeId: 'cus_1', part: 'invoices', value: '{"a":"ü"}', asOf: 1_790_000_000_123 })
      .execute()
    await close()
    const reopened = await again()
    expect(await reopened.db.selectFrom('keptPage').selectAll().executeTakeFirst()).toEqual({
      customerStripeId: 'cus_1',
      part: 'invoices',
      value: '{"a":"ü"}',
      asOf: 1_790_000_000_123,
    })
  })

  test('columns are snake_case in the database', async () => {
    const { db } = await open()
    const { rows } = await sql<{ total: number }>`
      select count(*) as total from mirror_customer where stripe_id is null`.execute(db)
    expect(rows).toEqual([{ total: 0 }])
  })
})
