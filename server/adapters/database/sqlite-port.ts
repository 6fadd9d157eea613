export type SqliteValue = string | number | bigint | null | Uint8Array

export type SqliteRow = Record<string, SqliteValue>

/**
 * All that this product asks of a SQLite driver. Throws whatever the driver throws; `sqliteError` reads it. Calls are
 * made one at a time: the dialect holds the lock.
 */
export interface SqlitePort {
  all(sql: string, values: readonly SqliteValue[]): Promise<SqliteRow[]>
  run(sql: string, values: readonly SqliteValue[]): Promise<{ changes: number }>
  /** Several statements, no values. */
  exec(sql: string): Promise<void>
  close(): Promise<void>
}

/** Booleans are kept as 0 and 1; what SQLite has no type for is our bug, so it is refused rather than guessed. */
export const toSqliteValue = (value: unknown): SqliteValue => {
  if (value === undefined || value === null) return null
  if (typeof value === 'boolean') return value ? 1 : 0
  if (typeof value === 'string' || typeof value === 'bigint' || value instanceof Uint8Array) return value
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new TypeError(`a ${typeof value} can't be bound to a statement`)
}

/** Keeps the statements used last; the others are handed to `drop`. */
export const createStatementCache = <T>(limit: number, drop: (statement: T) => void) => {
  const kept = new Map<string, T>()
  return {
    get: (sql: string): T | undefined => {
      const statement = kept.get(sql)
      if (statement === undefined) return undefined
      kept.delete(sql)
      kept.set(sql, statement)
      return statement
    },
    put: (sql: string, statement: T): void => {
      kept.set(sql, statement)
      const [oldest] = kept
      if (kept.size <= limit || !oldest) return
      kept.delete(oldest[0])
      drop(oldest[1])
    },
    clear: (): void => {
      for (const statement of kept.values()) drop(statement)
      kept.clear()
    },
  }
}
