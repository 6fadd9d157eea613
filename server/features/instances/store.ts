import { PostgresAdapter, sql } from 'kysely'
import type { LicenseEnvironment } from '@countersign/shared/licenses-api'
import type { Queryable, Transaction } from '../../ports/database.ts'
import type { InstanceTable } from '../../ports/schema/licenses.ts'

export type InstanceRow = InstanceTable

const isPostgres = (db: Queryable): boolean => db.getExecutor().adapter instanceof PostgresAdapter

/** What a check needs of an instance, its license's version and its program version's release day. */
export interface CheckedRow
  extends Pick<
    InstanceRow,
    | 'id'
    | 'licenseId'
    | 'installId'
    | 'name'
    | 'environment'
    | 'isEphemeral'
    | 'version'
    | 'epoch'
    | 'sequence'
    | 'nonceHash'
    | 'seatUntil'
    | 'runUntil'
    | 'lastAddress'
    | 'releasedAt'
    | 'cloneSuspectedAt'
  > {
  readonly licenseVersion: number
  /** The program's version that the check named, and its day in the release register. */
  readonly running: string
  readonly registerDay: string | null
}

const CHECKED = sql.raw(`instance.id, instance.license_id, instance.install_id, instance.name, instance.environment,
  instance.is_ephemeral, instance.version, instance.epoch, instance.sequence, instance.nonce_hash, instance.seat_until,
  instance.run_until, instance.last_address, instance.released_at, instance.clone_suspected_at,
  license.version as license_version, wanted.version as running, product_release.released_on as register_day`)

const BESIDE = sql.raw(`join instance on instance.id = wanted.id join license on license.id = instance.license_id
  left join product_release on product_release.product = license.product and product_release.version = wanted.version`)

/** Many at once, with one statement whose text never varies. */
export const readChecked = async (
  db: Queryable,
  wanted: ReadonlyArray<{ readonly id: string; readonly version: string }>,
): Promise<CheckedRow[]> => {
  const json = JSON.stringify(wanted.map(({ id, version }) => [id, version]))
  const list = isPostgres(db)
    ? sql`(select value ->> 0 as id, value ->> 1 as version from json_array_elements(${json}::json))`
    : sql`(select json_extract(value, '$[0]') as id, json_extract(value, '$[1]') as version from json_each(${json}))`
  const { rows } = await sql<CheckedRow>`select ${CHECKED} from ${list} as wanted ${BESIDE}`.execute(db)
  return rows
}

/** What a check leaves behind; written after its reply. */
export interface CheckMark {
  readonly id: string
  readonly epoch: number
  readonly sequence: number
  readonly nonceHash: string
  /** 0 = the seat stays as it is. */
  readonly seatUntil: number
  /** The seat is moved on only while it is held for longer than this when that is written. */
  readonly seatMarginMs: number
  readonly runUntil: number
  readonly at: number
  readonly address: string
  readonly version: string
  readonly releasedOn: string
  /** JSON; null = not said. */
  readonly counts: string | null
  readonly refusedAs: string | null
}

const MARK_FIELDS = [
  ['id', 'text'],
  ['epoch', 'bigint'],
  ['sequence', 'bigint'],
  ['nonceHash', 'text'],
  ['seatUntil', 'bigint'],
  ['seatMarginMs', 'bigint'],
  ['runUntil', 'bigint'],
  ['at', 'bigint'],
  ['address', 'text'],
  ['version', 'text'],
  ['releasedOn', 'text'],
  ['counts', 'text'],
  ['refusedAs', 'text'],
] as const satisfies ReadonlyArray<readonly [keyof CheckMark, string]>

const markColumns = (postgres: boolean): string =>
  MARK_FIELDS.map(([field, type], index) => {
    const value = postgres ? `(value ->> ${index})::${type}` : `json_extract(value, '$[${index}]')`
    return `${value} as m_${field.toLowerCase()}`
  }).join(', ')

const MARKS = {
  postgres: sql.raw(markColumns(true)),
  sqlite: sql.raw(markColumns(false)),
}

const MARK_SET = (greatest: 'max' | 'greatest') =>
  sql.raw(`sequence = m_sequence, nonce_hash = m_noncehash,
  seat_until = case when m_seatuntil > seat_until and seat_until > m_at_write + m_seatmarginms and released_at is null
    then m_seatuntil else seat_until end,
  run_until = ${greatest}(run_until, m_rununtil), last_seen_at = ${greatest}(last_seen_at, m_at), last_address = m_address,
  version = m_version, released_on = m_releasedon, counts = coalesce(m_counts, counts), refused_as = m_refusedas`)

const MARK_WHERE = sql.raw(`instance.id = m_id and instance.epoch = m_epoch and (instance.sequence < m_sequence
  or (instance.sequence = m_sequence and instance.nonce_hash = m_noncehash))`)

const MARK_SETS = { postgres: MARK_SET('greatest'), sqlite: MARK_SET('max') }

/**
 * Writes what checks left behind, each only onto a row that isn't ahead of it. Returns the ids that it could be written for: another
 * is ahead, in another epoch, or at the same place with another nonce.
 */
export const writeMarks = async (tx: Transaction, marks: readonly CheckMark[], now: number): Promise<Set<string>> => {
  const json = JSON.stringify(marks.map((mark) => MARK_FIELDS.map(([field]) => mark[field])))
  const engine = isPostgres(tx) ? 'postgres' : 'sqlite'
  const list = isPostgres(tx)
    ? sql`(select ${MARKS.postgres}, ${now}::bigint as m_at_write from json_array_elements(${json}::json))`
    : sql`(select ${MARKS.sqlite}, ${now} as m_at_write from json_each(${json}))`
  // Whoever locks several locks them in the order of their ids.
  if (isPostgres(tx)) {
    const ids = marks.map(({ id }) => id)
    await sql`select id from instance where id = any(${ids}::text[]) order by id for no key update`.execute(tx)
  }
  const { rows } = await sql<{ id: string }>`update instance set ${MARK_SETS[engine]} from ${list} as mark
    where ${MARK_WHERE} returning instance.id`.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

export interface SeatCount {
  readonly licenseId: string
  readonly environment: LicenseEnvironment
  readonly count: number
}

/** How many seats are held, by license and environment; those with none aren't listed. */
export const countSeats = async (db: Queryable, licenseIds: readonly string[], now: number): Promise<SeatCount[]> => {
  const rows = await db
    .selectFrom('instance')
    .select((row) => ['licenseId', 'environment', row.fn.countAll<number | string>().as('count')])
    .where('licenseId', 'in', licenseIds)
    .where('seatUntil', '>', now)
    .groupBy(['licenseId', 'environment'])
    .execute()
  return rows.map((row) => ({ ...row, count: Number(row.count) }))
}

export const listSeatHolders = (
  db: Queryable,
  { licenseId, environment, now }: { licenseId: string; environment: LicenseEnvironment; now: number },
) =>
  db
    .selectFrom('instance')
    .select(['id', 'seatSince', 'seatUntil'])
    .where('licenseId', '=', licenseId)
    .where('environment', '=', environment)
    .where('seatUntil', '>', now)
    .execute()

/** The instances that these installations have under these keys. */
export const listInstalls = async (
  db: Queryable,
  wanted: ReadonlyArray<{ readonly mac: string; readonly installId: string }>,
): Promise<InstanceRow[]> => {
  const json = JSON.stringify(wanted.map(({ mac, installId }) => [mac, installId]))
  const list = isPostgres(db)
    ? sql`(select value ->> 0 as mac, value ->> 1 as install from json_array_elements(${json}::json))`
    : sql`(select json_extract(value, '$[0]') as mac, json_extract(value, '$[1]') as install from json_each(${json}))`
  const { rows } = await sql<InstanceRow>`select distinct instance.* from ${list} as wanted
    join license_key on license_key.mac = wanted.mac
    join instance on instance.license_id = license_key.license_id and instance.install_id = wanted.install`.execute(db)
  return rows
}

export const findInstances = (db: Queryable, ids: readonly string[]): Promise<InstanceRow[]> =>
  db.selectFrom('instance').selectAll().where('id', 'in', ids).orderBy('id').execute()

export const insertInstances = async (tx: Transaction, rows: readonly InstanceRow[]): Promise<void> => {
  if (rows.length > 0) await tx.insertInto('instance').values(rows).execute()
}

export const updateInstance = async (
  tx: Transaction,
  id: string,
  change: Partial<Omit<InstanceRow, 'id' | 'licenseId' | 'installId'>>,
): Promise<void> => {
  await tx.updateTable('instance').set(change).where('id', '=', id).execute()
}

/** False when it was suspected before. */
export const markSuspected = async (
  tx: Transaction,
  id: string,
  { at, evidence }: { at: number; evidence: string },
): Promise<boolean> => {
  const result = await tx
    .updateTable('instance')
    .set({ cloneSuspectedAt: at, cloneEvidence: evidence })
    .where('id', '=', id)
    .where('cloneSuspectedAt', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** How many were deleted: idle since long, by what they are, and not suspected. */
export const deleteInstances = async (
  db: Queryable,
  { before, ephemeralBefore, limit }: { before: number; ephemeralBefore: number; limit: number },
): Promise<number> => {
  const idle = db
    .selectFrom('instance')
    .select('id')
    .where('cloneSuspectedAt', 'is', null)
    .where((row) =>
      row.or([
        row.and([row('runUntil', '<', before), row('seatUntil', '<', before)]),
        row.and([
          row('isEphemeral', '=', 1),
          row('runUntil', '<', ephemeralBefore),
          row('seatUntil', '<', ephemeralBefore),
        ]),
      ]),
    )
    .limit(limit)
  const result = await db.deleteFrom('instance').where('id', 'in', idle).executeTakeFirst()
  return Number(result.numDeletedRows)
}
