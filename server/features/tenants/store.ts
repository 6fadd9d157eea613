import { sql, type UpdateObject } from 'kysely'
import type { Queryable, Schema, Transaction } from '../../ports/database.ts'
import type {
  TenantContractTable,
  TenantEventTable,
  TenantInvitationTable,
  TenantTable,
} from '../../ports/schema/tenants.ts'

export type TenantRow = TenantTable
export type TenantEventRow = TenantEventTable
export type ContractRow = TenantContractTable
export type InvitationRow = TenantInvitationTable

export type TenantChange = Partial<Omit<TenantRow, 'teamId' | 'createdAt' | 'fence'>>

const EMPTY = {
  customerStripeId: null,
  wantedState: null,
  wantedReason: null,
  wantedHash: null,
  orderId: null,
  handedAt: null,
  appliedState: null,
  appliedReason: null,
  appliedLimits: null,
  appliedHash: null,
  appliedAt: null,
  faults: '[]',
  ignoredLimits: '[]',
  problem: null,
  stuckAt: null,
  tries: 0,
  checkedAt: null,
  backend: null,
  agreementId: null,
  stoppedAt: null,
  lookedAt: null,
  lookDueAt: 0,
  lookProblem: null,
  leaseHolder: null,
  leaseUntil: null,
  fence: 0,
} as const

/** False when the team is known already. */
export const insertTenant = async (tx: Transaction, teamId: string, now: number): Promise<boolean> => {
  const result = await tx
    .insertInto('tenant')
    .values({ ...EMPTY, teamId, nextAt: now, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return (result.numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Looked at now. */
export const makeTenantDue = async (tx: Transaction, teamId: string, now: number): Promise<void> => {
  await tx.updateTable('tenant').set({ nextAt: now }).where('teamId', '=', teamId).execute()
}

export const findTenant = (db: Queryable, teamId: string): Promise<TenantRow | undefined> =>
  db.selectFrom('tenant').selectAll().where('teamId', '=', teamId).executeTakeFirst()

/**
 * Looked at now, its tries counted anew, and what it is over there asked. Where nobody could tell that, it is handed over under
 * a new id even if it was applied: somebody may have changed it.
 */
export const makeTenantAnew = async (tx: Transaction, teamId: string, now: number): Promise<boolean> => {
  const isTold = sql<number>`looked_at is not null and look_problem is null`
  const result = await tx
    .updateTable('tenant')
    .set({
      nextAt: now,
      tries: 0,
      lookDueAt: 0,
      appliedHash: sql<string | null>`case when ${isTold} then applied_hash end`,
      orderId: sql<string | null>`case when ${isTold} then order_id end`,
    })
    .where('teamId', '=', teamId)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const listDueTenants = async (db: Queryable, now: number, limit: number): Promise<string[]> => {
  const rows = await db
    .selectFrom('tenant')
    .select('teamId')
    .where('nextAt', '<=', now)
    .where((tenant) => tenant.or([tenant('leaseUntil', 'is', null), tenant('leaseUntil', '<=', now)]))
    .orderBy('nextAt')
    .orderBy('teamId')
    .limit(limit)
    .execute()
  return rows.map(({ teamId }) => teamId)
}

/**
 * Under a new fence; undefined when somebody else is at it, or there is no such tenant. Whoever notes the tenant from now on
 * sets another time than the lease's end, which `releaseTenant` keeps.
 */
export const claimTenant = (
  db: Queryable,
  teamId: string,
  lease: { holder: string; now: number; until: number },
): Promise<TenantRow | undefined> =>
  db
    .updateTable('tenant')
    .set((tenant) => ({
      leaseHolder: lease.holder,
      leaseUntil: lease.until,
      nextAt: lease.until,
      fence: tenant('fence', '+', 1),
    }))
    .where('teamId', '=', teamId)
    .where((tenant) => tenant.or([tenant('leaseUntil', 'is', null), tenant('leaseUntil', '<=', lease.now)]))
    .returningAll()
    .executeTakeFirst()

/** False when another holder has raised the fence since; then nothing may be written. */
export const updateTenant = async (
  tx: Queryable,
  { teamId, fence }: Pick<TenantRow, 'teamId' | 'fence'>,
  change: UpdateObject<Schema, 'tenant'>,
): Promise<boolean> => {
  const result = await tx
    .updateTable('tenant')
    .set(change)
    .where('teamId', '=', teamId)
    .where('fence', '=', fence)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Looked at again at `nextAt`, or earlier if somebody noted it meanwhile. False as in `updateTenant`. */
export const releaseTenant = (
  tx: Queryable,
  { teamId, fence, leaseUntil }: Pick<TenantRow, 'teamId' | 'fence' | 'leaseUntil'>,
  { nextAt, ...change }: TenantChange & { nextAt: number },
): Promise<boolean> => {
  const isNoted = sql`next_at <> ${leaseUntil} and next_at < ${nextAt}`
  const later = sql<number>`case when ${isNoted} then next_at else ${nextAt} end`
  return updateTenant(tx, { teamId, fence }, { ...change, leaseHolder: null, leaseUntil: null, nextAt: later })
}

/** Whoever tells holds the tenant's lease, or has just made it. */
export const insertTenantEvent = async (tx: Transaction, event: Omit<TenantEventRow, 'sequence'>): Promise<void> => {
  const last = await tx
    .selectFrom('tenantEvent')
    .select((row) => row.fn.max<number | null>('sequence').as('sequence'))
    .where('teamId', '=', event.teamId)
    .executeTakeFirst()
  await tx
    .insertInto('tenantEvent')
    .values({ ...event, sequence: (last?.sequence ?? 0) + 1 })
    .execute()
}

/** Newest first. */
export const listTenantEvents = (db: Queryable, teamId: string, limit: number): Promise<TenantEventRow[]> =>
  db
    .selectFrom('tenantEvent')
    .selectAll()
    .where('teamId', '=', teamId)
    .orderBy('sequence', 'desc')
    .limit(limit)
    .execute()

export const listTenants = (
  db: Queryable,
  { after, limit, isStuck }: { after: string | null; limit: number; isStuck: boolean },
): Promise<TenantRow[]> => {
  const all = db.selectFrom('tenant').selectAll().orderBy('teamId').limit(limit)
  const some = isStuck ? all.where('stuckAt', 'is not', null) : all
  return (after === null ? some : some.where('teamId', '>', after)).execute()
}

/** Known tenants that a customer pays for, or may pay for as far as the mirror knows. */
export const listTenantsPaidBy = async (db: Queryable, customerStripeId: string): Promise<string[]> => {
  const named = db
    .selectFrom('mirrorSubscription')
    .select('teamId')
    .where('customerStripeId', '=', customerStripeId)
    .union(db.selectFrom('mirrorCustomer').select('teamId').where('stripeId', '=', customerStripeId))
  const rows = await db
    .selectFrom('tenant')
    .select('tenant.teamId')
    .leftJoin(named.as('named'), 'named.teamId', 'tenant.teamId')
    .where((tenant) =>
      tenant.or([tenant('tenant.customerStripeId', '=', customerStripeId), tenant('named.teamId', 'is not', null)]),
    )
    .execute()
  return rows.map(({ teamId }) => teamId)
}

/** Oldest first. */
export const listContracts = (db: Queryable, teamId: string): Promise<ContractRow[]> =>
  db.selectFrom('tenantContract').selectAll().where('teamId', '=', teamId).orderBy('createdAt').orderBy('id').execute()

export const findContract = (db: Queryable, id: string): Promise<ContractRow | undefined> =>
  db.selectFrom('tenantContract').selectAll().where('id', '=', id).executeTakeFirst()

export const findContractByReference = (
  db: Queryable,
  { kind, reference }: Pick<ContractRow, 'kind' | 'reference'>,
): Promise<ContractRow | undefined> =>
  db
    .selectFrom('tenantContract')
    .selectAll()
    .where('kind', '=', kind)
    .where('reference', '=', reference)
    .executeTakeFirst()

export const insertContract = async (tx: Transaction, row: ContractRow): Promise<void> => {
  await tx.insertInto('tenantContract').values(row).execute()
}

/** As it is afterwards. */
export const updateContract = (
  tx: Transaction,
  id: string,
  change: Partial<Omit<ContractRow, 'id' | 'teamId' | 'kind' | 'reference'>>,
): Promise<ContractRow | undefined> =>
  tx.updateTable('tenantContract').set(change).where('id', '=', id).returningAll().executeTakeFirst()

/** The newest, unless one is named. */
export const findInvitation = (db: Queryable, teamId: string, number?: number): Promise<InvitationRow | undefined> => {
  const all = db.selectFrom('tenantInvitation').selectAll().where('teamId', '=', teamId)
  const some = number === undefined ? all : all.where('number', '=', number)
  return some.orderBy('number', 'desc').limit(1).executeTakeFirst()
}

export const insertInvitation = async (tx: Transaction, row: InvitationRow): Promise<void> => {
  await tx.insertInto('tenantInvitation').values(row).execute()
}

/** How many mails that makes. */
export const countInvitationSend = async (
  tx: Transaction,
  { teamId, number }: Pick<InvitationRow, 'teamId' | 'number'>,
): Promise<number> => {
  const { sends } = await tx
    .updateTable('tenantInvitation')
    .set((row) => ({ sends: row('sends', '+', 1) }))
    .where('teamId', '=', teamId)
    .where('number', '=', number)
    .returning('sends')
    .executeTakeFirstOrThrow()
  return sends
}

export const countStuck = async (db: Queryable): Promise<number> => {
  const counted = db.selectFrom('tenant').select((row) => row.fn.countAll<number | string>().as('count'))
  return Number((await counted.where('stuckAt', 'is not', null).executeTakeFirstOrThrow()).count)
}

export const listCustomersOf = async (db: Queryable, teamId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select('stripeId')
    .where('teamId', '=', teamId)
    .where('isDeleted', '=', 0)
    .union(db.selectFrom('mirrorSubscription').select('customerStripeId as stripeId').where('teamId', '=', teamId))
    .execute()
  return rows.map(({ stripeId }) => stripeId)
}

/** Whose turn it is: nobody's while another looks, or when the last look is younger than `endedBefore`. */
export const claimSweep = async (
  db: Queryable,
  { holder, now, until, endedBefore }: { holder: string; now: number; until: number; endedBefore: number },
): Promise<boolean> => {
  const result = await db
    .updateTable('tenantSweep')
    .set({ holder, until })
    .where('id', '=', 1)
    .where((sweep) => sweep.or([sweep('until', 'is', null), sweep('until', '<=', now)]))
    .where((sweep) => sweep.or([sweep('endedAt', 'is', null), sweep('endedAt', '<', endedBefore)]))
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

export const endSweep = async (
  tx: Queryable,
  holder: string,
  end: { endedAt: number; nameless: string } | null,
): Promise<void> => {
  await tx
    .updateTable('tenantSweep')
    .set({ holder: null, until: null, ...end })
    .where('id', '=', 1)
    .where('holder', '=', holder)
    .execute()
}

export const readSweep = (db: Queryable) =>
  db.selectFrom('tenantSweep').select(['endedAt', 'nameless']).where('id', '=', 1).executeTakeFirstOrThrow()
