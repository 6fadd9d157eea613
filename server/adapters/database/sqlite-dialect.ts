import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SelectQueryNode,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type TransactionSettings,
} from 'kysely'
import { sqliteError } from './database-errors.ts'
import { createFairLock } from './fair-lock.ts'
import { type SqlitePort, toSqliteValue } from './sqlite-port.ts'

const WAIT_MS = 30_000

const mapped = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw sqliteError(error)
  }
}

const returnsRows = ({ query, sql }: CompiledQuery): boolean => {
  if (SelectQueryNode.is(query)) return true
  if (query.kind === 'RawNode') return /^\s*(select|with|pragma|explain|values)\b|\breturning\b/i.test(sql)
  return 'returning' in query && query.returning !== undefined
}

class SqliteConnection implements DatabaseConnection {
  readonly port: SqlitePort
  release: () => void = () => {}

  constructor(port: SqlitePort) {
    this.port = port
  }

  async executeQuery<R>(compiled: CompiledQuery): Promise<QueryResult<R>> {
    const values = compiled.parameters.map(toSqliteValue)
    if (returnsRows(compiled)) {
      const rows = await mapped(this.port.all(compiled.sql, values))
      return { rows: rows as R[], numAffectedRows: BigInt(rows.length) }
    }
    const { changes } = await mapped(this.port.run(compiled.sql, values))
    return { rows: [], numAffectedRows: BigInt(changes) }
  }

  // oxlint-disable-next-line require-yield -- the interface asks for a generator; nothing here streams
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('streaming is not offered: page by key instead')
  }
}

/** One connection; whoever holds it, for a statement or a transaction, holds the database. */
class SqliteDriver implements Driver {
  readonly #port: SqlitePort
  readonly #lock = createFairLock(WAIT_MS)

  constructor(port: SqlitePort) {
    this.#port = port
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<SqliteConnection> {
    const connection = new SqliteConnection(this.#port)
    connection.release = await this.#lock.acquire()
    return connection
  }

  async releaseConnection(connection: SqliteConnection): Promise<void> {
    connection.release()
  }

  async beginTransaction(_: SqliteConnection, settings: TransactionSettings): Promise<void> {
    // A deferred transaction that turns to writing can fail with BUSY at once; taking the write lock first waits instead.
    await mapped(this.#port.run(settings.accessMode === 'read only' ? 'begin' : 'begin immediate', []))
  }

  async commitTransaction(): Promise<void> {
    await mapped(this.#port.run('commit', []))
  }

  async rollbackTransaction(): Promise<void> {
    // A full disk or an I/O error makes SQLite roll back by itself; then there is nothing left to roll back.
    await this.#port.run('rollback', []).catch(() => {})
  }

  async destroy(): Promise<void> {
    await this.#port.close()
  }
}

export const createSqliteDialect = (port: SqlitePort): Dialect => ({
  createAdapter: () => new SqliteAdapter(),
  createDriver: () => new SqliteDriver(port),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
})
