import { sql } from 'kysely'
import type { DatabaseKind, Queryable, Transaction } from '../../ports/database.ts'
import type { LocalCredentialTable, OidcSignInTable, SessionTable, StaffTable } from '../../ports/schema/staff.ts'

export type StaffRow = StaffTable

/**
 * Whoever decides from "who is there" holds this until the commit, so that two at once can't both be the first
 * administrator or remove each other as the last. SQLite has one writer anyway.
 */
export const lockStaff = async (tx: Transaction, kind: DatabaseKind): Promise<void> => {
  if (kind === 'postgres') await sql`lock table staff in share row exclusive mode`.execute(tx)
}

export const hasStaff = async (q: Queryable): Promise<boolean> =>
  (await q.selectFrom('staff').select('id').limit(1).executeTakeFirst()) !== undefined

export const insertStaff = async (tx: Transaction, row: StaffRow): Promise<void> => {
  await tx.insertInto('staff').values(row).execute()
}

export const findStaff = (q: Queryable, id: string) =>
  q.selectFrom('staff').selectAll().where('id', '=', id).executeTakeFirst()

export const findStaffByEmail = (q: Queryable, email: string) =>
  q.selectFrom('staff').selectAll().where('email', '=', email).executeTakeFirst()

export const listStaffRows = (q: Queryable) =>
  q
    .selectFrom('staff')
    .leftJoin('localCredential', 'localCredential.staffId', 'staff.id')
    .selectAll('staff')
    .select('localCredential.changedAt as passwordChangedAt')
    .orderBy('staff.name')
    .orderBy('staff.id')
    .execute()

export const listStaffIdsWithIdentity = async (q: Queryable): Promise<Set<string>> => {
  const rows = await q.selectFrom('oidcIdentity').select('staffId').distinct().execute()
  return new Set(rows.map((row) => row.staffId))
}

export const updateStaff = async (
  tx: Queryable,
  id: string,
  change: Partial<Pick<StaffRow, 'roles' | 'status' | 'lastSeenAt'>>,
): Promise<void> => {
  await tx.updateTable('staff').set(change).where('id', '=', id).execute()
}

/** A person who may sign in with a password, and what it is checked against. */
export const findLocalAccount = (q: Queryable, email: string) =>
  q
    .selectFrom('staff')
    .innerJoin('localCredential', 'localCredential.staffId', 'staff.id')
    .selectAll('staff')
    .select(['localCredential.passwordHash', 'localCredential.totpSecret', 'localCredential.totpLastStep'])
    .where('staff.email', '=', email)
    .where('staff.status', '=', 'active')
    .executeTakeFirst()

export type LocalAccount = NonNullable<Awaited<ReturnType<typeof findLocalAccount>>>

export const setPassword = async (
  tx: Transaction,
  row: Pick<LocalCredentialTable, 'staffId' | 'passwordHash' | 'changedAt'>,
): Promise<void> => {
  await tx
    .insertInto('localCredential')
    .values({ ...row, totpSecret: null, totpLastStep: null })
    .onConflict((conflict) =>
      conflict.column('staffId').doUpdateSet({ passwordHash: row.passwordHash, changedAt: row.changedAt }),
    )
    .execute()
}

export const setTotp = async (
  tx: Transaction,
  staffId: string,
  totp: Pick<LocalCredentialTable, 'totpSecret' | 'totpLastStep'>,
): Promise<void> => {
  await tx.updateTable('localCredential').set(totp).where('staffId', '=', staffId).execute()
}

/** Takes the step if no later one was taken: check and use in one statement, so that a code counts once. */
export const takeTotpStep = async (tx: Transaction, staffId: string, step: number): Promise<boolean> => {
  const result = await tx
    .updateTable('localCredential')
    .set({ totpLastStep: step })
    .where('staffId', '=', staffId)
    .where((eb) => eb.or([eb('totpLastStep', 'is', null), eb('totpLastStep', '<', step)]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const insertSession = async (tx: Transaction, row: SessionTable): Promise<void> => {
  await tx.insertInto('session').values(row).execute()
}

export const findSession = (q: Queryable, tokenHash: string) =>
  q
    .selectFrom('session')
    .innerJoin('staff', 'staff.id', 'session.staffId')
    .select([
      'session.id as sessionId',
      'session.device',
      'session.expiresAt',
      'session.revokedAt',
      'session.confirmedAt',
    ])
    .select(['staff.id', 'staff.name', 'staff.email', 'staff.roles', 'staff.status', 'staff.lastSeenAt'])
    .where('session.tokenHash', '=', tokenHash)
    .executeTakeFirst()

/** Marks a live session of that person as confirmed; false if it is neither live nor theirs. */
export const confirmSessionRow = async (
  tx: Transaction,
  session: { id: string; staffId: string },
  when: { now: number; confirmedAt: number },
): Promise<boolean> => {
  const query = tx.updateTable('session').set({ confirmedAt: when.confirmedAt }).where('id', '=', session.id)
  const live = query.where('staffId', '=', session.staffId).where('revokedAt', 'is', null)
  return (await live.where('expiresAt', '>', when.now).executeTakeFirst()).numUpdatedRows > 0n
}

export const listLiveSessions = (q: Queryable, staffId: string, now: number) =>
  q
    .selectFrom('session')
    .select(['id', 'device', 'address', 'createdAt', 'expiresAt'])
    .where('staffId', '=', staffId)
    .where('revokedAt', 'is', null)
    .where('expiresAt', '>', now)
    .orderBy('createdAt', 'desc')
    .execute()

/** Revokes the live sessions of a person: all, one (`only`), or all but one (`except`). Returns how many. */
export const revokeSessionRows = async (
  tx: Transaction,
  staffId: string,
  at: number,
  which: { only?: string; except?: string } = {},
): Promise<number> => {
  let query = tx.updateTable('session').set({ revokedAt: at }).where('staffId', '=', staffId)
  query = query.where('revokedAt', 'is', null).where('expiresAt', '>', at)
  if (which.only !== undefined) query = query.where('id', '=', which.only)
  if (which.except !== undefined) query = query.where('id', '!=', which.except)
  return Number((await query.executeTakeFirst()).numUpdatedRows)
}

export const deleteSessionsEndedBefore = async (tx: Transaction, before: number): Promise<void> => {
  await tx.deleteFrom('session').where('expiresAt', '<', before).execute()
}

export const insertOidcSignIn = async (q: Queryable, row: OidcSignInTable): Promise<void> => {
  await q.insertInto('oidcSignIn').values(row).execute()
}

/** Reads and removes in one statement: a sign-in under way is finished once, by one replica. */
export const takeOidcSignIn = (q: Queryable, state: string) =>
  q.deleteFrom('oidcSignIn').where('state', '=', state).returningAll().executeTakeFirst()

export const deleteOidcSignInsEndedBefore = async (q: Queryable, before: number): Promise<void> => {
  await q.deleteFrom('oidcSignIn').where('expiresAt', '<', before).execute()
}

export const findIdentity = (q: Queryable, issuer: string, subject: string) =>
  q
    .selectFrom('oidcIdentity')
    .innerJoin('staff', 'staff.id', 'oidcIdentity.staffId')
    .selectAll('staff')
    .where('oidcIdentity.issuer', '=', issuer)
    .where('oidcIdentity.subject', '=', subject)
    .executeTakeFirst()

export const hasIdentityAt = async (q: Queryable, staffId: string, issuer: string): Promise<boolean> => {
  const query = q.selectFrom('oidcIdentity').select('subject').where('staffId', '=', staffId)
  return (await query.where('issuer', '=', issuer).executeTakeFirst()) !== undefined
}

export const insertIdentity = async (
  tx: Transaction,
  row: { issuer: string; subject: string; staffId: string; createdAt: number },
): Promise<void> => {
  await tx.insertInto('oidcIdentity').values(row).execute()
}

export const insertAttempt = async (q: Queryable, row: { id: string; key: string; at: number }): Promise<void> => {
  await q.insertInto('signInFailure').values(row).execute()
}

export const countAttempts = async (q: Queryable, key: string, since: number): Promise<number> => {
  const query = q.selectFrom('signInFailure').select((eb) => eb.fn.countAll<number | string>().as('count'))
  const row = await query.where('key', '=', key).where('at', '>', since).executeTakeFirstOrThrow()
  return Number(row.count)
}

export const deleteAttempts = async (q: Queryable, ids: readonly string[]): Promise<void> => {
  await q.deleteFrom('signInFailure').where('id', 'in', ids).execute()
}

export const deleteAttemptsOf = async (q: Queryable, key: string): Promise<void> => {
  await q.deleteFrom('signInFailure').where('key', '=', key).execute()
}

export const deleteAttemptsBefore = async (q: Queryable, before: number): Promise<void> => {
  await q.deleteFrom('signInFailure').where('at', '<', before).execute()
}
