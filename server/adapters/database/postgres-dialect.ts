import { type Dialect, PostgresDialect, type PostgresPool, type PostgresPoolClient } from 'kysely'
import { type CustomTypesConfig, Pool, type PoolClient, types as pgTypes } from 'pg'
import type { Log } from '../../kernel/log.ts'
import { postgresError } from './database-errors.ts'

const INT8 = 20
const NUMERIC = 1700
const STATEMENTS_NAMED = 500

const toSafeInteger = (text: string): number => {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError('an integer beyond 2^53 came from the database')
  return value
}

// Sums of bigint come as numeric; those that are whole are read as numbers, as SQLite gives them.
const PARSERS = new Map<number, (text: string) => unknown>([
  [INT8, toSafeInteger],
  [NUMERIC, (text) => (/^-?\d+$/.test(text) ? toSafeInteger(text) : text)],
])

const types: CustomTypesConfig = {
  getTypeParser: (oid, format) => PARSERS.get(oid) ?? pgTypes.getTypeParser(oid, format),
}

/** A named statement is parsed once per connection. The names are few, so texts that vary without end stay unnamed. */
const createNames = () => {
  const names = new Map<string, string>()
  return (sql: string): string | undefined => {
    const known = names.get(sql)
    if (known !== undefined || names.size >= STATEMENTS_NAMED) return known
    const name = `cs_${names.size}`
    names.set(sql, name)
    return name
  }
}

const mapped = async <T>(work: Promise<T>): Promise<T> => {
  try {
    return await work
  } catch (error) {
    throw postgresError(error)
  }
}

/** Kysely's own pool contract, with statements prepared once and failures told by code. */
const wrapPool = (pool: Pool): PostgresPool => {
  const wrapped = new WeakMap<PoolClient, PostgresPoolClient>()
  const nameOf = createNames()
  const wrap = (client: PoolClient): PostgresPoolClient => {
    const query = (text: string, values: readonly unknown[]) => {
      const name = values.length > 0 ? nameOf(text) : undefined
      return mapped(client.query({ text, values: [...values], ...(name === undefined ? {} : { name }) }))
    }
    return { query, release: (destroy?: boolean) => client.release(destroy) } as unknown as PostgresPoolClient
  }
  return {
    options: pool.options,
    connect: async () => {
      const client = await mapped(pool.connect())
      const known = wrapped.get(client) ?? wrap(client)
      wrapped.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}

export const createPostgresDialect = (url: string, log: Log): Dialect => {
  const pool = new Pool({
    connectionString: url,
    application_name: 'countersign',
    max: 10,
    types,
    connectionTimeoutMillis: 10_000,
    idleTimeoutMillis: 60_000,
    statement_timeout: 30_000,
    lock_timeout: 15_000,
    idle_in_transaction_session_timeout: 60_000,
    keepAlive: true,
  })
  // Without listeners a connection cut by the server would end the process; the query in flight fails by itself.
  pool.on('error', (error) => log.warn({ code: 'code' in error ? error.code : null }, 'a database connection was lost'))
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PostgresDialect({ pool: wrapPool(pool) })
}
