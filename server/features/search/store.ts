import { sql } from 'kysely'
import type { Queryable } from '../../ports/database.ts'
import type { Found, StripeIdTable } from './search-rules.ts'

/** Above every letter, in bytes: the end of the range of what begins with a text. */
const END = '\u{10FFFF}'

// Each `find…` is one range of one index, cut at a limit.

export const findByStripeId = async (
  db: Queryable,
  { table, id }: { table: StripeIdTable; id: string },
  limit: number,
): Promise<Array<Found & { table: StripeIdTable }>> => {
  const tables = {
    customer: 'mirrorCustomer',
    subscription: 'mirrorSubscription',
    invoice: 'mirrorInvoice',
    code: 'mirrorCode',
  } as const
  const rows = await db
    .selectFrom(tables[table])
    .select('stripeId')
    .where('stripeId', '>=', id)
    .where('stripeId', '<', id + END)
    .orderBy('stripeId')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ matched: 'id', objectStripeId: row.stripeId, value: row.stripeId, table }))
}

/** Customers whose folded name or e-mail begins with the text, in its order. */
export const findByFold = async (
  db: Queryable,
  column: 'nameFold' | 'emailFold',
  text: string,
  limit: number,
): Promise<Found[]> => {
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', `${column} as value`])
    .where(column, '>=', text)
    .where(column, '<', text + END)
    .where('isDeleted', '=', 0)
    .orderBy(column)
    .limit(limit)
    .execute()
  const matched = column === 'nameFold' ? 'name' : 'email'
  return rows.map((row) => ({ matched, objectStripeId: row.stripeId, value: row.value ?? '' }))
}

/** Customers with a team id that begins with the text, on themselves or on a subscription. */
export const findByTeamId = async (db: Queryable, text: string, limit: number): Promise<Found[]> => {
  const own = await db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'teamId'])
    .where('teamId', '>=', text)
    .where('teamId', '<', text + END)
    .where('isDeleted', '=', 0)
    .orderBy('teamId')
    .limit(limit)
    .execute()
  const subscribed = await db
    .selectFrom('mirrorSubscription')
    .select(['customerStripeId as stripeId', 'teamId'])
    .where('teamId', '>=', text)
    .where('teamId', '<', text + END)
    .orderBy('teamId')
    .limit(limit)
    .execute()
  return [...own, ...subscribed].map((row) => ({
    matched: 'team',
    objectStripeId: row.stripeId,
    value: row.teamId ?? '',
  }))
}

export const findByNumber = async (db: Queryable, text: string, limit: number): Promise<Found[]> => {
  const number = sql<string>`upper(number)`
  const rows = await db
    .selectFrom('mirrorInvoice')
    .select(['stripeId', number.as('value')])
    .where('number', 'is not', null)
    .where(number, '>=', text)
    .where(number, '<', text + END)
    .orderBy(number)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ matched: 'number', objectStripeId: row.stripeId, value: row.value }))
}

export const findByCode = async (db: Queryable, text: string, limit: number): Promise<Found[]> => {
  const code = sql<string>`upper(code)`
  const rows = await db
    .selectFrom('mirrorCode')
    .select(['stripeId', code.as('value')])
    .where(code, '>=', text)
    .where(code, '<', text + END)
    .orderBy(code)
    .limit(limit)
    .execute()
  return rows.map((row) => ({ matched: 'code', objectStripeId: row.stripeId, value: row.value }))
}

/** With the team id of a subscription where the customer carries none. */
export const listCustomers = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorCustomer')
    .select(['stripeId', 'name', 'email', 'teamId', 'isDeleted'])
    .select((customer) =>
      customer
        .selectFrom('mirrorSubscription')
        .select('mirrorSubscription.teamId')
        .whereRef('mirrorSubscription.customerStripeId', '=', 'mirrorCustomer.stripeId')
        .where('mirrorSubscription.teamId', 'is not', null)
        .limit(1)
        .as('subscribedTeamId'),
    )
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listSubscriptions = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorSubscription')
    .select(['stripeId', 'customerStripeId', 'status'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listInvoices = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorInvoice')
    .select(['stripeId', 'customerStripeId', 'number', 'status'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listCodes = (db: Queryable, stripeIds: readonly string[]) =>
  db
    .selectFrom('mirrorCode')
    .select(['stripeId', 'customerStripeId', 'code', 'isActive', 'couponStripeId'])
    .where('stripeId', 'in', stripeIds)
    .execute()

export const listTeamCustomers = async (db: Queryable, teamId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('mirrorCustomer')
    .select('stripeId')
    .where('teamId', '=', teamId)
    .where('isDeleted', '=', 0)
    .union(db.selectFrom('mirrorSubscription').select('customerStripeId as stripeId').where('teamId', '=', teamId))
    .limit(100)
    .execute()
  return rows.map((row) => row.stripeId)
}

export const readHeardAt = async (db: Queryable): Promise<number | null> =>
  (await db.selectFrom('mirrorState').select('heardAt').executeTakeFirstOrThrow()).heardAt
