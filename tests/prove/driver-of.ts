import type { OpenOptions } from '../../server/adapters/database/open-database.ts'

/** How to open a database of that kind; one that PostgreSQL holds has nothing to choose. */
export const driverOf = (kind: string): OpenOptions =>
  kind === 'sqlite3' || kind === 'node:sqlite' ? { driver: kind } : {}
