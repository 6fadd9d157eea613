import { isOpen, REQUEST_STATES, type RequestState } from '@countersign/shared/features/approvals'
import type { CaseFilter } from '@countersign/shared/features/cases'
import type { DatabaseKind, Queryable, Transaction } from '../../ports/database.ts'
import type { CaseEventTable, TicketCaseTable } from '../../ports/schema/cases.ts'

export type CaseRow = TicketCaseTable
export type EventRow = CaseEventTable

const OPEN_STATES = REQUEST_STATES.filter(isOpen)

export const findCase = (db: Queryable, ticket: string): Promise<CaseRow | undefined> =>
  db.selectFrom('ticketCase').selectAll().where('ticket', '=', ticket).executeTakeFirst()

export const listCasesOf = async (db: Queryable, tickets: readonly string[]): Promise<CaseRow[]> =>
  tickets.length === 0 ? [] : db.selectFrom('ticketCase').selectAll().where('ticket', 'in', tickets).execute()

/** Held until the commit: what people do with one case comes one after the other. */
export const lockCase = (tx: Transaction, kind: DatabaseKind, ticket: string): Promise<CaseRow | undefined> => {
  const query = tx.selectFrom('ticketCase').selectAll().where('ticket', '=', ticket)
  return (kind === 'postgres' ? query.forUpdate() : query).executeTakeFirst()
}

/** False when the ticket has a case already. */
export const insertCase = async (tx: Transaction, row: CaseRow): Promise<boolean> => {
  const made = await tx
    .insertInto('ticketCase')
    .values(row)
    .onConflict((oc) => oc.column('ticket').doNothing())
    .returning('ticket')
    .executeTakeFirst()
  return made !== undefined
}

export const updateCase = async (
  tx: Transaction,
  ticket: string,
  change: Partial<Omit<CaseRow, 'ticket' | 'openedAt'>>,
): Promise<void> => {
  await tx.updateTable('ticketCase').set(change).where('ticket', '=', ticket).execute()
}

export const insertEvent = async (tx: Transaction, row: EventRow): Promise<void> => {
  await tx.insertInto('caseEvent').values(row).execute()
}

export const listEvents = (db: Queryable, ticket: string, limit: number): Promise<EventRow[]> =>
  db.selectFrom('caseEvent').selectAll().where('ticket', '=', ticket).orderBy('id', 'desc').limit(limit).execute()

/** Last touched first. */
export const listCaseRows = (
  db: Queryable,
  { filter, holderId, limit }: { filter: CaseFilter; holderId: string; limit: number },
): Promise<CaseRow[]> =>
  db
    .selectFrom('ticketCase')
    .selectAll()
    .where('closedAt', filter === 'closed' ? 'is not' : 'is', null)
    .$if(filter === 'mine', (query) => query.where('holderId', '=', holderId))
    .orderBy('changedAt', 'desc')
    .orderBy('ticket')
    .limit(limit)
    .execute()

export interface OpenRequests {
  readonly ticket: string
  readonly state: RequestState
  readonly count: number
}

/** What was asked for on these tickets and isn't over. */
export const countOpenRequests = async (db: Queryable, tickets: readonly string[]): Promise<OpenRequests[]> => {
  if (tickets.length === 0) return []
  const rows = await db
    .selectFrom('approvalRequest')
    .select(['ticket', 'state'])
    .select((eb) => eb.fn.countAll<number | string>().as('count'))
    .where('ticket', 'in', tickets)
    .where('state', 'in', OPEN_STATES)
    .groupBy(['ticket', 'state'])
    .execute()
  return rows.map(({ ticket, state, count }) => ({ ticket: ticket ?? '', state, count: Number(count) }))
}
