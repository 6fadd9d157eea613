import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openDatabase } from '../../server/adapters/database/open-database.ts'
import { errorCodeOf, GatewayError } from '../../server/kernel/errors.ts'
import { inTransaction } from '../../server/kernel/transaction.ts'
import type { Queryable } from '../../server/ports/database.ts'
import { eachDatabase } from '../support/databases.ts'

// Guarantee: a full disk, a lost server and a busy file are told apart by the drivers' codes, nothing is half written,
// and the same companion goes on when the trouble is over.

const failureOf = async (work: Promise<unknown>): Promise<GatewayError> => {
  const error = await work.then(
    () => null,
    (error: unknown) => error,
  )
  expect(error).toBeInstanceOf(GatewayError)
  return error as GatewayError
}

const put = (db: Queryable, id: string, value: string) =>
  db.insertInto('keptPage').values({ customerStripeId: id, part: 'p', value, asOf: 0 }).execute()

const count = async (db: Queryable) =>
  (
    await db
      .selectFrom('keptPage')
      .select((row) => row.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
  ).total

eachDatabase((name, open) => {
  // SQLite: a real SQLITE_FULL, by a limit of pages. PostgreSQL: the server raises its real 53100, but no disk is filled.
  test('a full disk: told as full, nothing half written, goes on when there is room', async () => {
    const { db } = await open()
    const isSqlite = name !== 'postgres'
    const fill = async (tx: Queryable) => {
      await put(tx, 'a', 'small')
      if (isSqlite) await put(tx, 'b', 'x'.repeat(5_000_000))
      else await sql`do $$ begin raise exception 'no room' using errcode = 'disk_full'; end $$`.execute(tx)
    }
    if (isSqlite) await sql`pragma max_page_count = 300`.execute(db)
    const failure = await failureOf(inTransaction(db, fill))
    expect(failure).toMatchObject({ gateway: 'database', failure: 'full', retryable: false })
    expect(await count(db)).toBe(0)
    if (isSqlite) await sql`pragma max_page_count = 100000`.execute(db)
    await inTransaction(db, (tx) => put(tx, 'a', 'small'))
    expect(await count(db)).toBe(1)
  })

  test('a mistake in our SQL, or a value that the schema refuses, is our bug and no outage', async () => {
    const { db } = await open()
    const wrong = [sql`select nothing from nowhere`, sql`selekt 1`, sql`insert into kept_page (part) values ('p')`]
    for (const statement of wrong) {
      const error = await statement.execute(db).catch((cause: unknown) => cause)
      expect(error).toBeInstanceOf(Error)
      expect(errorCodeOf(error)).toBe('INTERNAL')
    }
    expect(await count(db)).toBe(0)
  })

  test.runIf(name !== 'postgres')(
    'another process that keeps the file locked: timed out, may be tried again',
    async () => {
      const first = await open()
      const second = await first.again({ waitMs: 20 })
      await inTransaction(first.db, async () => {
        const failure = await failureOf(inTransaction(second.db, (tx) => put(tx, 'a', '')))
        expect(failure).toMatchObject({ failure: 'timed-out', retryable: true })
      })
      await put(second.db, 'a', '')
    },
  )

  test.runIf(name === 'postgres')(
    'a connection cut by the server: unreachable, and the next statement works',
    async () => {
      const { db, again } = await open()
      const other = await again()
      const cut = inTransaction(db, async (tx) => {
        const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
        await sql`select pg_terminate_backend(${rows[0]!.pid})`.execute(other.db)
        await put(tx, 'a', '')
      })
      expect(await failureOf(cut)).toMatchObject({ failure: 'unreachable', retryable: true })
      expect(await count(db)).toBe(0)
    },
  )

  test.runIf(name === 'postgres')('a statement that takes too long: timed out', async () => {
    const { db } = await open()
    const slow = inTransaction(db, async (tx) => {
      await sql`set local statement_timeout = 20`.execute(tx)
      await sql`select pg_sleep(5)`.execute(tx)
    })
    expect(await failureOf(slow)).toMatchObject({ failure: 'timed-out', retryable: true })
  })

  test.runIf(name === 'postgres')('a number too large to be held exactly is refused, not rounded', async () => {
    const { db } = await open()
    await expect(sql`select 9007199254740993::int8 as n`.execute(db)).rejects.toThrow(RangeError)
    const { rows } = await sql<{
      n: number
    }>`select sum(n)::numeric as n from (values (1::int8), (2)) as t (n)`.execute(db)
    expect(rows).toEqual([{ n: 3 }])
  })
})

describe('before anything is open', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'countersign-failures-'))
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  test('a PostgreSQL that nobody answers for: unreachable, may be tried again', async () => {
    const server = createServer()
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const { port } = server.address() as { port: number }
    await new Promise((resolve) => server.close(resolve))
    const { db, close } = await openDatabase(`postgres://nobody@127.0.0.1:${port}/none`)
    expect(await failureOf(sql`select 1`.execute(db))).toMatchObject({ failure: 'unreachable', retryable: true })
    await close()
  })

  test.each(['sqlite3', 'node:sqlite'] as const)('%s: a folder that is not there is unreachable', async (driver) => {
    const failure = await failureOf(openDatabase(`sqlite:${join(folder, 'no', 'such.db')}`, { driver }))
    expect(failure).toMatchObject({ failure: 'unreachable', retryable: false })
  })

  test.each(['sqlite3', 'node:sqlite'] as const)('%s: a file that is no database fails at opening', async (driver) => {
    const file = join(folder, `${driver.replace(':', '-')}.txt`)
    writeFileSync(file, 'not a database, but long enough to be looked at as if it were one. '.repeat(50))
    expect(await failureOf(openDatabase(`sqlite:${file}`, { driver }))).toMatchObject({ failure: 'failed' })
  })

  test.each(['', 'mysql://x', 'sqlite:', 'sqlite://file', 'secret'])(
    'the URL %j is refused without being repeated',
    async (url) => {
      const error = await openDatabase(url).catch((error: unknown) => error)
      expect(error).toBeInstanceOf(TypeError)
      if (url.length > 0) expect((error as Error).message).not.toContain(`${url} `)
    },
  )

  test('the driver taken by `auto` is said in the log', async () => {
    const said: unknown[] = []
    const log = { info: (fields: unknown) => said.push(fields), warn: () => {}, error: () => {} }
    const { db, close } = await openDatabase('sqlite::memory:', { log })
    expect(said).toEqual([{ kind: db.kind, why: expect.any(String) }])
    await close()
  })
})
