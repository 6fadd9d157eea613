import type { AuditFilter } from '@countersign/shared/features/audit'
import { type SelectQueryBuilder, sql } from 'kysely'
import type { DatabaseKind, Queryable, Schema, Transaction } from '../../ports/database.ts'
import type {
  AuditCheckpointTable,
  AuditEntryTable,
  AuditPersonalTable,
  AuditSealTable,
} from '../../ports/schema/audit.ts'

// Any number will do, so long as nothing else in this database takes the same one.
const SEAL_LOCK = 0x5ea1_a0d1

export const insertEntry = async (tx: Transaction, entry: AuditEntryTable, personal: readonly AuditPersonalTable[]) => {
  await tx.insertInto('auditEntry').values(entry).execute()
  if (personal.length > 0) await tx.insertInto('auditPersonal').values(personal).execute()
}

/**
 * Until the transaction ends, no other sealer gets past this. False: another is at it. On SQLite the transaction itself
 * is that lock, as it took the file's only write lock when it began.
 */
export const takeSealLock = async (tx: Transaction, kind: DatabaseKind): Promise<boolean> => {
  if (kind !== 'postgres') return true
  const { rows } = await sql<{
    taken: boolean
  }>`select pg_try_advisory_xact_lock(${sql.lit(SEAL_LOCK)}) as taken`.execute(tx)
  return rows[0]?.taken === true
}

/** By absence of a seal, never by comparing ids: an older id may commit later. `since` bounds how far back to look. */
export const unsealedEntries = (db: Queryable, since: number | null, limit: number): Promise<AuditEntryTable[]> =>
  db
    .selectFrom('auditEntry as e')
    .leftJoin('auditSeal as s', 's.entryId', 'e.id')
    .where('s.entryId', 'is', null)
    .$if(since !== null, (query) => query.where('e.at', '>=', since ?? 0))
    .selectAll('e')
    .orderBy('e.at')
    .orderBy('e.id')
    .limit(limit)
    .execute()

export const lastSeal = (db: Queryable): Promise<AuditSealTable | undefined> =>
  db.selectFrom('auditSeal').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst()

export const firstSeal = (db: Queryable): Promise<AuditSealTable | undefined> =>
  db.selectFrom('auditSeal').selectAll().orderBy('sequence').limit(1).executeTakeFirst()

export const insertSeals = async (tx: Transaction, seals: readonly AuditSealTable[]) => {
  await tx.insertInto('auditSeal').values(seals).execute()
}

export const lastCheckpoint = (db: Queryable): Promise<AuditCheckpointTable | undefined> =>
  db.selectFrom('auditCheckpoint').selectAll().orderBy('sequence', 'desc').limit(1).executeTakeFirst()

export const checkpointAt = (db: Queryable, sequence: number): Promise<AuditCheckpointTable | undefined> =>
  db.selectFrom('auditCheckpoint').selectAll().where('sequence', '=', sequence).executeTakeFirst()

export const insertCheckpoint = async (tx: Transaction, checkpoint: AuditCheckpointTable) => {
  await tx.insertInto('auditCheckpoint').values(checkpoint).execute()
}

/** Oldest first, `after` exclusive, `upTo` inclusive. */
export const checkpointsBetween = (
  db: Queryable,
  { after, upTo, limit }: { after: number; upTo: number; limit: number },
): Promise<AuditCheckpointTable[]> =>
  db
    .selectFrom('auditCheckpoint')
    .selectAll()
    .where('sequence', '>', after)
    .where('sequence', '<=', upTo)
    .orderBy('sequence')
    .limit(limit)
    .execute()

/** The first checkpoint that reaches `sequence`. */
export const checkpointCovering = (db: Queryable, sequence: number): Promise<AuditCheckpointTable | undefined> =>
  db
    .selectFrom('auditCheckpoint')
    .selectAll()
    .where('sequence', '>=', sequence)
    .orderBy('sequence')
    .limit(1)
    .executeTakeFirst()

/** Seals in order, each with its entry; an entry that was removed behind our back leaves its columns null. */
export const sealedEntries = (db: Queryable, { after, upTo, limit }: { after: number; upTo: number; limit: number }) =>
  db
    .selectFrom('auditSeal as s')
    .leftJoin('auditEntry as e', 'e.id', 's.entryId')
    .select(['s.sequence', 's.entryId', 's.previousHash', 's.hash', 's.sealedAt'])
    .select(['e.id', 'e.at', 'e.actorKind', 'e.actorId', 'e.device', 'e.action', 'e.outcome', 'e.subjectKind'])
    .select(['e.subjectId', 'e.ticket', 'e.reason', 'e.requestId', 'e.details'])
    .where('s.sequence', '>', after)
    .where('s.sequence', '<=', upTo)
    .orderBy('s.sequence')
    .limit(limit)
    .execute()

const conditionsOf = (
  filter: AuditFilter,
): Array<[keyof AuditEntryTable, '=' | '>=' | '<', string | number | undefined]> => [
  ['at', '>=', filter.from === undefined ? undefined : Date.parse(filter.from)],
  ['at', '<', filter.to === undefined ? undefined : Date.parse(filter.to)],
  ['actorId', '=', filter.actorId],
  ['action', '=', filter.action],
  ['outcome', '=', filter.outcome],
  ['subjectId', '=', filter.subjectId],
  ['ticket', '=', filter.ticket],
]

type EntryQuery<O> = SelectQueryBuilder<Omit<Schema, 'e'> & { e: AuditEntryTable }, 'e', O>

const filtered = <O>(query: EntryQuery<O>, filter: AuditFilter): EntryQuery<O> =>
  conditionsOf(filter).reduce(
    (narrowed, [column, operator, value]) =>
      value === undefined ? narrowed : narrowed.where(`e.${column}`, operator, value),
    query,
  )

export const countEntries = async (db: Queryable, filter: AuditFilter): Promise<number> => {
  const query = filtered(db.selectFrom('auditEntry as e'), filter)
  const { matches } = await query.select((e) => e.fn.countAll<number>().as('matches')).executeTakeFirstOrThrow()
  return matches
}

export interface PageOf {
  readonly filter: AuditFilter
  /** The last row of the page before. */
  readonly before: { readonly at: number; readonly id: string } | null
  readonly limit: number
}

const withSealAndNames = (query: EntryQuery<object>) =>
  query
    .leftJoin('auditSeal as s', 's.entryId', 'e.id')
    .leftJoin('auditPersonal as a', (join) => join.onRef('a.entryId', '=', 'e.id').on('a.field', '=', 'actorName'))
    .leftJoin('auditPersonal as t', (join) => join.onRef('t.entryId', '=', 'e.id').on('t.field', '=', 'subjectName'))
    .selectAll('e')
    .select(['s.sequence', 's.hash', 's.previousHash', 'a.value as actorName', 't.value as subjectName'])

/** Newest first. */
export const entriesPage = (db: Queryable, { filter, before, limit }: PageOf) =>
  withSealAndNames(filtered(db.selectFrom('auditEntry as e'), filter))
    .$if(before !== null, (query) =>
      query.where((e) =>
        e.or([
          e('e.at', '<', before?.at ?? 0),
          e.and([e('e.at', '=', before?.at ?? 0), e('e.id', '<', before?.id ?? '')]),
        ]),
      ),
    )
    .orderBy('e.at', 'desc')
    .orderBy('e.id', 'desc')
    .limit(limit)
    .execute()

export type NamedEntry = Awaited<ReturnType<typeof entriesPage>>[number]

export const entryById = (db: Queryable, id: string): Promise<NamedEntry | undefined> =>
  withSealAndNames(db.selectFrom('auditEntry as e')).where('e.id', '=', id).executeTakeFirst()

export const personalOf = (db: Queryable, entryId: string): Promise<AuditPersonalTable[]> =>
  db.selectFrom('auditPersonal').selectAll().where('entryId', '=', entryId).orderBy('field').execute()

/** Details of what this person did of one kind since then. */
export const recentDetails = async (
  db: Queryable,
  { actorId, action, since }: { actorId: string; action: string; since: number },
): Promise<string[]> => {
  const rows = await db
    .selectFrom('auditEntry')
    .select('details')
    .where('at', '>=', since)
    .where('actorId', '=', actorId)
    .where('action', '=', action)
    .execute()
  return rows.map((row) => row.details)
}

export const distinctActions = (db: Queryable): Promise<Array<{ action: string }>> =>
  db.selectFrom('auditEntry').select('action').distinct().orderBy('action').execute()

/** Everyone who ever acted, under the name of their last entry that still has one. */
export const distinctActors = (db: Queryable) =>
  db
    .selectFrom('auditEntry as e')
    .leftJoin('auditPersonal as a', (join) => join.onRef('a.entryId', '=', 'e.id').on('a.field', '=', 'actorName'))
    .select(['e.actorKind as kind', 'e.actorId as id', 'a.value as name'])
    .select((e) => e.fn.max('e.at').as('lastAt'))
    .groupBy(['e.actorKind', 'e.actorId', 'a.value'])
    .orderBy('lastAt', 'desc')
    .execute()

/** Values about the subject; the name of a staff member also goes from the entries of what they did. */
export const deletePersonal = async (tx: Transaction, subject: { kind: string; id: string }): Promise<number> => {
  const about = tx
    .selectFrom('auditEntry')
    .select('id')
    .where('subjectKind', '=', subject.kind)
    .where('subjectId', '=', subject.id)
  const by = tx.selectFrom('auditEntry').select('id').where('actorKind', '=', 'staff').where('actorId', '=', subject.id)
  const { numDeletedRows } = await tx
    .deleteFrom('auditPersonal')
    .where((e) => {
      const isAbout = e.and([e('entryId', 'in', about), e('field', '<>', 'actorName')])
      if (subject.kind !== 'staff') return isAbout
      return e.or([isAbout, e.and([e('entryId', 'in', by), e('field', '=', 'actorName')])])
    })
    .executeTakeFirst()
  return Number(numDeletedRows)
}
