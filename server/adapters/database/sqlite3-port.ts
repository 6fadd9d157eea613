import type * as Sqlite3 from 'sqlite3'
import type { Database, Statement } from 'sqlite3'
import { createStatementCache, type SqlitePort, type SqliteRow, type SqliteValue } from './sqlite-port.ts'

const STATEMENTS_KEPT = 200

type Loaded = typeof Sqlite3

/** The package is an optional dependency with compiled code: absent, unbuilt and built for another machine all throw. */
export const loadSqlite3 = async (): Promise<Loaded> => {
  const loaded = (await import('sqlite3')) as Loaded & { default?: Loaded }
  return loaded.default ?? loaded
}

const settle =
  <T>(resolve: (value: T) => void, reject: (reason: Error) => void) =>
  (error: Error | null, value: T) =>
    error ? reject(error) : resolve(value)

// SQLITE_OPEN_EXRESCODE, which the package doesn't name: without it a failed constraint doesn't say which kind it was.
const EXTENDED_CODES = 0x02000000

const open = (sqlite3: Loaded, file: string) =>
  new Promise<Database>((resolve, reject) => {
    const mode = sqlite3.OPEN_READWRITE | sqlite3.OPEN_CREATE | EXTENDED_CODES
    const db: Database = new sqlite3.Database(file, mode, (error) => (error ? reject(error) : resolve(db)))
  })

const prepare = (db: Database, sql: string) =>
  new Promise<Statement>((resolve, reject) => {
    const statement: Statement = db.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(statement)))
  })

const finalize = (statement: Statement) => statement.finalize()

/** The npm package `sqlite3`: works on a thread of its own, so a long statement doesn't hold the event loop. */
export const openSqlite3 = async (file: string): Promise<SqlitePort> => {
  const db = await open(await loadSqlite3(), file)
  const kept = createStatementCache<Statement>(STATEMENTS_KEPT, finalize)
  const prepared = async (sql: string): Promise<Statement> => {
    const known = kept.get(sql)
    if (known) return known
    const statement = await prepare(db, sql)
    kept.put(sql, statement)
    return statement
  }
  // A step that failed leaves the statement unreset, which would keep its locks. One that ended well needs no second
  // trip to the package's thread.
  const step = async <T>(sql: string, work: (statement: Statement) => Promise<T>): Promise<T> => {
    const statement = await prepared(sql)
    try {
      return await work(statement)
    } catch (error) {
      await new Promise<void>((resolve) => statement.reset(() => resolve()))
      throw error
    }
  }
  return {
    all: (sql, values) =>
      step(
        sql,
        (statement) =>
          new Promise<SqliteRow[]>((resolve, reject) =>
            statement.all<SqliteRow>(values as SqliteValue[], settle(resolve, reject)),
          ),
      ),
    run: (sql, values) =>
      step(
        sql,
        (statement) =>
          new Promise<{ changes: number }>((resolve, reject) =>
            statement.run(values as SqliteValue[], function (error) {
              if (error) reject(error)
              else resolve({ changes: this.changes })
            }),
          ),
      ),
    exec: (sql) =>
      new Promise<void>((resolve, reject) => {
        db.exec(sql, (error) => (error ? reject(error) : resolve()))
      }),
    close: () =>
      new Promise<void>((resolve, reject) => {
        kept.clear()
        db.close((error) => (error ? reject(error) : resolve()))
      }),
  }
}
