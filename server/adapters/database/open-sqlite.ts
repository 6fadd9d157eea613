import type { DatabaseKind } from '../../ports/database.ts'
import { sqliteError } from './database-errors.ts'
import { openNodeSqlite } from './node-sqlite-port.ts'
import { loadSqlite3, openSqlite3 } from './sqlite3-port.ts'
import type { SqlitePort } from './sqlite-port.ts'
import { waitWhenBusy } from './wait-when-busy.ts'

export type SqliteDriverName = 'auto' | 'sqlite3' | 'node:sqlite'

// FULL: an acknowledged commit survives a power cut. recursive_triggers: REPLACE fires the append-only triggers too.
const PRAGMAS = `
  pragma busy_timeout = 0;
  pragma journal_mode = wal;
  pragma synchronous = full;
  pragma foreign_keys = on;
  pragma recursive_triggers = on;
  pragma temp_store = memory;
  pragma cache_size = -65536;
  pragma mmap_size = 1073741824;
  pragma wal_autocheckpoint = 4000;
`

const chooseDriver = async (wanted: SqliteDriverName): Promise<{ kind: DatabaseKind; why: string }> => {
  if (wanted !== 'auto') return { kind: wanted, why: 'as configured' }
  try {
    await loadSqlite3()
    return { kind: 'sqlite3', why: 'it is installed' }
  } catch {
    return { kind: 'node:sqlite', why: 'the package sqlite3 could not be loaded' }
  }
}

export const openSqlite = async (
  file: string,
  { driver, waitMs }: { driver: SqliteDriverName; waitMs: number },
): Promise<{ port: SqlitePort; kind: DatabaseKind; why: string }> => {
  const { kind, why } = await chooseDriver(driver)
  try {
    const port = waitWhenBusy(kind === 'sqlite3' ? await openSqlite3(file) : await openNodeSqlite(file), waitMs)
    await port.exec(PRAGMAS)
    return { port, kind, why }
  } catch (error) {
    throw sqliteError(error)
  }
}
