import type { Queryable, Transaction } from '../../ports/database.ts'
import type { ExecutionAttemptTable, ExecutionStepTable, ExecutionTable } from '../../ports/schema/executions.ts'

export type ExecutionRow = ExecutionTable
export type StepRow = ExecutionStepTable

const UNFINISHED = ['waiting', 'running'] as const

export const insertExecution = async (tx: Transaction, row: ExecutionTable): Promise<void> => {
  await tx.insertInto('execution').values(row).execute()
}

export const findExecution = (db: Queryable, id: string): Promise<ExecutionTable | undefined> =>
  db.selectFrom('execution').selectAll().where('id', '=', id).executeTakeFirst()

export const updateExecution = async (
  tx: Queryable,
  id: string,
  change: Partial<Omit<ExecutionTable, 'id' | 'input' | 'subjectKey'>>,
): Promise<void> => {
  await tx.updateTable('execution').set(change).where('id', '=', id).execute()
}

/** Due, and nothing else under way for the same subject; what was begun first comes first. */
export const listDue = (db: Queryable, now: number, limit: number): Promise<ExecutionTable[]> =>
  db
    .selectFrom('execution as due')
    .selectAll('due')
    .where('due.state', 'in', UNFINISHED)
    .where('due.nextAt', '<=', now)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('execution as other')
            .select('other.id')
            .whereRef('other.subjectKey', '=', 'due.subjectKey')
            .whereRef('other.id', '<>', 'due.id')
            .where('other.state', '=', 'running'),
        ),
      ),
    )
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('subjectLease')
            .select('subjectLease.subjectKey')
            .whereRef('subjectLease.subjectKey', '=', 'due.subjectKey')
            .where('subjectLease.until', '>', now),
        ),
      ),
    )
    .orderBy('due.createdAt')
    .orderBy('due.id')
    .limit(limit)
    .execute()

/** Whether something else is under way for the same subject. */
export const isAnotherRunning = async (
  db: Queryable,
  { id, subjectKey }: Pick<ExecutionTable, 'id' | 'subjectKey'>,
): Promise<boolean> => {
  const row = await db
    .selectFrom('execution')
    .select('id')
    .where('subjectKey', '=', subjectKey)
    .where('state', '=', 'running')
    .where('id', '<>', id)
    .executeTakeFirst()
  return row !== undefined
}

export const listUnfinished = (db: Queryable): Promise<ExecutionTable[]> =>
  db.selectFrom('execution').selectAll().where('state', 'in', UNFINISHED).orderBy('createdAt').orderBy('id').execute()

export const listSteps = (db: Queryable, executionId: string): Promise<ExecutionStepTable[]> =>
  db.selectFrom('executionStep').selectAll().where('executionId', '=', executionId).orderBy('position').execute()

export const writeStep = async (tx: Transaction, row: ExecutionStepTable): Promise<void> => {
  const { executionId: _id, name: _name, ...rest } = row
  await tx
    .insertInto('executionStep')
    .values(row)
    .onConflict((oc) => oc.columns(['executionId', 'name']).doUpdateSet(rest))
    .execute()
}

export const insertAttempt = async (tx: Transaction, row: Omit<ExecutionAttemptTable, 'sequence'>): Promise<void> => {
  const last = await tx
    .selectFrom('executionAttempt')
    .select((eb) => eb.fn.max<number>('sequence').as('sequence'))
    .where('executionId', '=', row.executionId)
    .where('step', '=', row.step)
    .executeTakeFirst()
  const sequence = (last?.sequence ?? 0) + 1
  await tx
    .insertInto('executionAttempt')
    .values({ ...row, sequence })
    .execute()
}

export const listAttempts = (db: Queryable, executionId: string, step: string): Promise<ExecutionAttemptTable[]> =>
  db
    .selectFrom('executionAttempt')
    .selectAll()
    .where('executionId', '=', executionId)
    .where('step', '=', step)
    .orderBy('sequence')
    .execute()

export const countNeedingPerson = async (db: Queryable): Promise<number> => {
  const counted = db.selectFrom('execution').select((eb) => eb.fn.countAll<number | string>().as('count'))
  return Number((await counted.where('state', '=', 'needs-person').executeTakeFirstOrThrow()).count)
}

/** Since when the unfinished execution that has been due the longest is due; null when none is. */
export const readOldestDue = async (db: Queryable, now: number): Promise<number | null> => {
  const oldest = db.selectFrom('execution').select((eb) => eb.fn.min<number | null>('nextAt').as('nextAt'))
  const row = await oldest.where('state', 'in', UNFINISHED).where('nextAt', '<=', now).executeTakeFirst()
  return row?.nextAt ?? null
}

/** The new fence, or null while somebody else's lease holds. */
export const takeLease = async (
  tx: Transaction,
  lease: { subjectKey: string; holder: string; until: number; now: number },
): Promise<number | null> => {
  const { subjectKey, holder, until, now } = lease
  const row = await tx
    .insertInto('subjectLease')
    .values({ subjectKey, holder, until, fence: 1 })
    .onConflict((oc) =>
      oc
        .column('subjectKey')
        .doUpdateSet((eb) => ({ holder, until, fence: eb('subjectLease.fence', '+', 1) }))
        .where('subjectLease.until', '<=', now),
    )
    .returning('fence')
    .executeTakeFirst()
  return row?.fence ?? null
}

/** False when another holder has raised the fence since. Locks the lease's row until the commit. */
export const renewLease = async (
  tx: Transaction,
  lease: { subjectKey: string; fence: number; until: number },
): Promise<boolean> => {
  const row = await tx
    .updateTable('subjectLease')
    .set({ until: lease.until })
    .where('subjectKey', '=', lease.subjectKey)
    .where('fence', '=', lease.fence)
    .returning('fence')
    .executeTakeFirst()
  return row !== undefined
}

export const readGate = async (db: Queryable) => {
  const row = await db.selectFrom('executionGate').selectAll().where('id', '=', 1).executeTakeFirstOrThrow()
  return { pausedSince: row.pausedSince, reason: row.reason, restoredAt: row.restoredAt }
}

export const writeGate = async (
  tx: Transaction,
  gate: Partial<{ pausedSince: number | null; reason: string | null; restoredAt: number | null }>,
): Promise<void> => {
  await tx.updateTable('executionGate').set(gate).where('id', '=', 1).execute()
}

/** What waits for a person is looked up as well, once it goes on. */
export const makeAllLook = async (tx: Transaction, now: number): Promise<number> => {
  await tx.updateTable('execution').set({ mustLook: 1 }).where('state', '=', 'needs-person').execute()
  const rows = await tx
    .updateTable('execution')
    .set({ mustLook: 1, nextAt: now })
    .where('state', 'in', UNFINISHED)
    .returning('id')
    .execute()
  return rows.length
}

/** Not at their end, and begun before. */
export const countUnfinishedBefore = async (db: Queryable, before: number): Promise<number> => {
  const row = await db
    .selectFrom('execution')
    .select((execution) => execution.fn.countAll<number | string>().as('count'))
    .where('state', 'in', [...UNFINISHED, 'needs-person'])
    .where('createdAt', '<', before)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}
