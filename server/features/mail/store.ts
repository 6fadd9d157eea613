import type { Queryable } from '../../ports/database.ts'
import type { MailTable } from '../../ports/schema/mail.ts'

export type MailRow = MailTable

/** False if that mail was written down before. */
export const insertMail = async (tx: Queryable, row: MailRow): Promise<boolean> => {
  const query = tx
    .insertInto('mail')
    .values(row)
    .onConflict((conflict) => conflict.column('key').doNothing())
  return ((await query.executeTakeFirst()).numInsertedOrUpdatedRows ?? 0n) > 0n
}

export const findDueMails = (q: Queryable, now: number, limit: number) =>
  q
    .selectFrom('mail')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('dueAt', '<=', now)
    .orderBy('dueAt')
    .orderBy('id')
    .limit(limit)
    .execute()

/** Takes a waiting mail for sending; false if another replica took it first. */
export const claimMail = async (q: Queryable, row: MailRow, now: number): Promise<boolean> => {
  const result = await q
    .updateTable('mail')
    .set({ state: 'sending', attempts: row.attempts + 1, changedAt: now })
    .where('id', '=', row.id)
    .where('state', '=', 'waiting')
    .where('attempts', '=', row.attempts)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** Writes down how the claimed attempt ended; nothing if it was given up meanwhile. */
export const settleMail = async (
  q: Queryable,
  row: Pick<MailRow, 'id' | 'attempts'>,
  end: Pick<MailRow, 'state' | 'problem' | 'dueAt' | 'changedAt'>,
): Promise<void> => {
  await q
    .updateTable('mail')
    .set(end)
    .where('id', '=', row.id)
    .where('state', '=', 'sending')
    .where('attempts', '=', row.attempts)
    .execute()
}

export const failInterrupted = async (
  q: Queryable,
  { before, now, problem }: { before: number; now: number; problem: string },
): Promise<void> => {
  const query = q.updateTable('mail').set({ state: 'failed', problem, changedAt: now })
  await query.where('state', '=', 'sending').where('changedAt', '<', before).execute()
}

export const deleteMailsChangedBefore = async (q: Queryable, before: number): Promise<void> => {
  await q.deleteFrom('mail').where('state', 'in', ['sent', 'failed']).where('changedAt', '<', before).execute()
}

export const countMails = async (q: Queryable): Promise<Map<string, number>> => {
  const query = q
    .selectFrom('mail')
    .select('state')
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
  const rows = await query.groupBy('state').execute()
  return new Map(rows.map(({ state, count }) => [state, Number(count)]))
}

export const listMails = (q: Queryable, limit: number) =>
  q.selectFrom('mail').selectAll().orderBy('createdAt', 'desc').orderBy('id', 'desc').limit(limit).execute()
