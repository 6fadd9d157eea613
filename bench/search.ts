import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { migrateToLatest } from '../server/adapters/database/migrate.ts'
import { openDatabase, type OpenedDatabase } from '../server/adapters/database/open-database.ts'
import { searchMirror } from '../server/features/search/search-mirror.ts'
import type { Database } from '../server/ports/database.ts'
import { type PostgresServer, startPostgres } from '../tests/support/postgres.ts'
import { measureFill } from './search-fill.ts'
import { buildMirror } from './support/build-mirror.ts'
import { type Latency, measureLatency, percentile, timeEach } from './support/latency.ts'
import { type Bench, type ResultRow, type Say, toRow } from './support/results.ts'
import { draw, nameOf, stripeIdOf } from './support/sample-people.ts'
import { QUERY_KINDS, type QueryKind } from './support/search-queries.ts'

// Smaller only to try the benchmark itself out; the goals are for a million.
const CUSTOMERS = Number(process.env.BENCH_CUSTOMERS ?? 1_000_000)
const WARM_UPS = 300
// Texts of each kind, and how often each is asked; `latency.ts` says why several times.
const QUERIES = 1000
const PASSES = 5
const SCANS = 10

const cache = join(import.meta.dirname, '..', '.cache', 'bench')

const spread = (count: number, salt: number) => Array.from({ length: count }, (_, i) => draw(i, salt, CUSTOMERS))

const readPoint = (db: Database) => (number: number) =>
  db.selectFrom('mirrorCustomer').selectAll().where('stripeId', '=', stripeIdOf('cus', number)).executeTakeFirst()

const measurePoint = async (db: Database): Promise<Latency> => {
  await timeEach(spread(WARM_UPS, 63), readPoint(db))
  return measureLatency(spread(QUERIES, 64), PASSES, readPoint(db))
}

const measureKind = async (db: Database, kind: QueryKind, point: Latency): Promise<ResultRow> => {
  const search = (number: number) => searchMirror({ db }, { text: kind.textOf(number), limit: 20 })
  await timeEach(spread(WARM_UPS, 61), search)
  const { p50, p99, rawP99 } = await measureLatency(spread(QUERIES, 62), PASSES, search)
  return toRow({
    what: `${db.kind}: ${kind.what}, p99 (p50 ${p50.toFixed(2)}, raw ${rawP99.toFixed(1)})`,
    value: p99,
    unit: 'ms',
    beside: `point read, p99 (raw ${point.rawP99.toFixed(1)})`,
    besideValue: point.p99,
    goal: `value <= ${kind.goalMs}`,
  })
}

const measureScan = async (db: Database): Promise<ResultRow> => {
  const texts = spread(SCANS, 65).map((number) => Array.from(nameOf(number).toLowerCase()).slice(1, 6).join(''))
  const scan = (text: string) =>
    sql`select stripe_id from mirror_customer where name_fold like ${`%${text}%`} limit 1000`.execute(db)
  const scans = await timeEach(texts, scan)
  const found = await timeEach(texts, (text) => searchMirror({ db }, { text, limit: 20 }))
  return toRow({
    what: `${db.kind}: name infix, p50 of ${SCANS}`,
    value: percentile(found, 0.5),
    unit: 'ms',
    beside: 'p50 of a scan with LIKE',
    besideValue: percentile(scans, 0.5),
    goal: 'ratio <= 0.1',
  })
}

const measure = async ({ db }: OpenedDatabase, say: Say): Promise<ResultRow[]> => {
  const rows: ResultRow[] = []
  const point = await measurePoint(db)
  for (const kind of QUERY_KINDS) rows.push(await measureKind(db, kind, point))
  rows.push(await measureScan(db))
  say(`${db.kind}: ${rows.length} figures`)
  return rows
}

const onSqlite = async (say: Say): Promise<ResultRow[]> => {
  const file = join(cache, `search-${CUSTOMERS}.db`)
  const rows: ResultRow[] = []
  for (const driver of ['node:sqlite', 'sqlite3'] as const) {
    const opened = await openDatabase(`sqlite:${file}`, { driver })
    await migrateToLatest(opened.db)
    await buildMirror(opened.db, CUSTOMERS, say)
    rows.push(...(await measure(opened, say)))
    await opened.close()
  }
  return rows
}

const createOnce = async (server: PostgresServer, name: string): Promise<void> => {
  await server.createDatabase(name).catch((error: unknown) => {
    const isThere = error instanceof Error && 'code' in error && error.code === '42P04'
    if (!isThere) throw error
  })
}

// As root the server runs under another account, which may not be allowed into the repository.
const postgresFolder = (): string =>
  process.getuid?.() === 0 ? join(tmpdir(), 'countersign-bench-postgres') : join(cache, 'postgres')

const onPostgres = async (say: Say): Promise<ResultRow[]> => {
  const server = await startPostgres({ flushing: 'durable', dataFolder: postgresFolder() })
  say(`PostgreSQL from ${server.from}`)
  try {
    const name = `search_${CUSTOMERS}`
    await createOnce(server, name)
    const opened = await openDatabase(server.urlOf(name))
    await migrateToLatest(opened.db)
    await buildMirror(opened.db, CUSTOMERS, say)
    const rows = await measure(opened, say)
    await opened.close()
    await server.dropDatabase('fill')
    await server.createDatabase('fill')
    return [...rows, ...(await measureFill(server.urlOf('fill'), {}, say))]
  } finally {
    await server.stop()
  }
}

/** Search over a full mirror at every keystroke, and the mirror's first fill. */
export const bench: Bench = async (say) => {
  mkdirSync(cache, { recursive: true })
  const rows = await onSqlite(say)
  for (const driver of ['node:sqlite', 'sqlite3'] as const) {
    rows.push(
      ...(await measureFill(`sqlite:${join(cache, `fill-${process.pid}-${driver.length}.db`)}`, { driver }, say)),
    )
  }
  return [...rows, ...(await onPostgres(say))]
}
