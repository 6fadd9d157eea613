import { sql } from 'kysely'
import { indexDocuments } from '../../server/features/search/index-documents.ts'
import { foldOrNull } from '../../server/features/search/fold-rules.ts'
import type { Database } from '../../server/ports/database.ts'
import type { Say } from './results.ts'
import { emailOf, invoiceNumberOf, nameOf, stripeIdOf, teamIdOf } from './sample-people.ts'

// Raised when what is built changes; a kept database of another version is built again.
const VERSION = 'search-1'
const ROWS_AT_ONCE = 1000
const AT = Date.UTC(2026, 0, 1)

type Value = string | number | null
interface Load {
  readonly table: string
  readonly columns: readonly string[]
  /** PostgreSQL's type of each column. */
  readonly types: readonly string[]
  readonly rowOf: (number: number) => readonly Value[]
}

const LOADS: readonly Load[] = [
  {
    table: 'mirror_customer',
    columns:
      'stripe_id team_id name email currency balance created_at is_deleted as_of name_fold email_fold document'.split(
        ' ',
      ),
    types: 'text text text text text int8 int8 int8 int8 text text int8'.split(' '),
    rowOf: (number) => {
      const [name, email] = [nameOf(number), emailOf(number)]
      const teamId = number % 3 === 0 ? null : teamIdOf(number)
      const folds = [foldOrNull(name), foldOrNull(email)]
      return [stripeIdOf('cus', number), teamId, name, email, 'usd', 0, AT - number, 0, AT, ...folds, number]
    },
  },
  {
    table: 'mirror_subscription',
    columns: 'stripe_id customer_stripe_id team_id status created_at as_of'.split(' '),
    types: 'text text text text int8 int8'.split(' '),
    rowOf: (number) => {
      const teamId = number % 3 === 0 ? teamIdOf(number) : null
      return [stripeIdOf('sub', number), stripeIdOf('cus', number), teamId, 'active', AT - number, AT]
    },
  },
  {
    table: 'mirror_invoice',
    columns: 'stripe_id customer_stripe_id number status total currency created_at as_of'.split(' '),
    types: 'text text text text int8 text int8 int8'.split(' '),
    rowOf: (number) => {
      const ids = [stripeIdOf('in', number), stripeIdOf('cus', number), invoiceNumberOf(number)]
      return [...ids, 'paid', 100 * (number % 977), 'usd', AT - number, AT]
    },
  },
]

const insert = async (db: Database, { table, columns, types }: Load, rows: ReadonlyArray<readonly Value[]>) => {
  const names = sql.raw(columns.join(', '))
  if (db.kind === 'postgres') {
    const arrays = columns.map((_, i) => sql`${rows.map((row) => row[i])}::${sql.raw(types[i] ?? '')}[]`)
    await sql`insert into ${sql.raw(table)} (${names}) select * from unnest(${sql.join(arrays)})`.execute(db)
    return
  }
  const values = JSON.stringify(rows)
  const picked = sql.raw(columns.map((_, i) => `value ->> ${i}`).join(', '))
  await sql`insert into ${sql.raw(table)} (${names}) select ${picked} from json_each(${values})`.execute(db)
}

interface Index {
  readonly name: string
  readonly definition: string
}

const listIndexes = async (db: Database, table: string): Promise<Index[]> => {
  const { rows } =
    db.kind === 'postgres'
      ? await sql<Index>`select indexname as name, indexdef as definition from pg_indexes
          where tablename = ${table} and indexname not like '%_pkey'`.execute(db)
      : await sql<Index>`select name, sql as definition from sqlite_master
          where type = 'index' and tbl_name = ${table} and sql is not null`.execute(db)
  return rows
}

/** Building takes longer than the companion lets a statement of its own take. */
const runLong = (db: Database, text: string): Promise<unknown> =>
  db.connection().execute(async (connection) => {
    if (db.kind !== 'postgres') return sql.raw(text).execute(connection)
    await sql`set statement_timeout = 0`.execute(connection)
    await sql.raw(text).execute(connection)
    return sql`reset statement_timeout`.execute(connection)
  })

const load = async (db: Database, what: Load, count: number): Promise<void> => {
  const indexes = await listIndexes(db, what.table)
  for (const { name } of indexes) await sql.raw(`drop index ${name}`).execute(db)
  for (let from = 0; from < count; from += ROWS_AT_ONCE * 50) {
    await db.transaction().execute(async (tx) => {
      const target = Object.assign(tx, { kind: db.kind }) as unknown as Database
      for (let at = from; at < Math.min(count, from + ROWS_AT_ONCE * 50); at += ROWS_AT_ONCE) {
        const length = Math.min(ROWS_AT_ONCE, count - at)
        await insert(
          target,
          what,
          Array.from({ length }, (_, i) => what.rowOf(at + i)),
        )
      }
    })
  }
  for (const { definition } of indexes) await runLong(db, definition)
}

const isBuilt = async (db: Database, count: number): Promise<boolean> => {
  const mark = await db.selectFrom('keptPage').select('value').where('part', '=', 'bench').executeTakeFirst()
  return mark?.value === `${VERSION} ${count}`
}

/** A mirror of `count` customers, each with a subscription and an invoice. Built once and kept; indexes come last. */
export const buildMirror = async (db: Database, count: number, say: Say): Promise<void> => {
  if (await isBuilt(db, count)) return
  const from = performance.now()
  if (db.kind !== 'postgres') await sql`pragma synchronous = off`.execute(db)
  for (const what of LOADS) {
    await runLong(db, `delete from ${what.table}`)
    await load(db, what, count)
    say(`${db.kind}: ${what.table} loaded after ${Math.round((performance.now() - from) / 1000)} s`)
  }
  await db.deleteFrom('searchGram').execute()
  await db.deleteFrom('searchSegment').execute()
  await db.updateTable('mirrorState').set({ nextDocument: count, indexedTo: 0, heardAt: AT }).execute()
  const clock = { now: () => Date.now() }
  while ((await indexDocuments({ db, clock }, 'bench')) > 0);
  await runLong(db, db.kind === 'postgres' ? 'vacuum analyze' : 'analyze')
  const mark = { customerStripeId: '', part: 'bench', value: `${VERSION} ${count}`, asOf: AT }
  await db.deleteFrom('keptPage').where('part', '=', 'bench').execute()
  await db.insertInto('keptPage').values(mark).execute()
  if (db.kind !== 'postgres') await sql`pragma synchronous = full`.execute(db)
  say(`${db.kind}: ${count} customers built in ${Math.round((performance.now() - from) / 1000)} s`)
}
