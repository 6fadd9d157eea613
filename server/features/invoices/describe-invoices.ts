import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { dayStart, toIso } from '@countersign/shared/times'
import type { Queryable } from '../../ports/database.ts'
import { listRequestStandings, type RequestStanding } from '../approvals/index.ts'
import { describeChain, isChainStuck } from './chain-rules.ts'
import { type InvoiceRow, listTasksOf, type TaskRow } from './store.ts'
import { taskHolder } from './task-rules.ts'

interface Beside {
  readonly approval: RequestStanding | null
  readonly tasks: readonly TaskRow[]
  readonly now: number
}

export const chainOf = (row: InvoiceRow, { approval, tasks, now }: Beside) =>
  describeChain(
    {
      ...row,
      acceptedAt: dayStart(row.quoteAcceptedOn),
      holder: row.changedBy,
      approval,
      tasks: tasks.map((task) => ({ state: task.state, since: task.since, holder: taskHolder(task) })),
    },
    now,
  )

const lineOf = (row: InvoiceRow, beside: Beside): ManualInvoiceLine => {
  const { id, quoteId, quoteReference, customerName, customerStripeId, teamId, ticket, stripeId, number, status } = row
  const chain = chainOf(row, beside)
  return {
    id,
    quoteId,
    quoteReference,
    customerName,
    customerStripeId,
    teamId,
    ticket,
    total: { amount: row.total, currency: row.currency },
    stripeId,
    number,
    status,
    chain,
    isStuck: isChainStuck(chain),
    changedAt: toIso(row.changedAt),
  }
}

/** Rows as a list shows them, each with its chain. */
export const describeInvoices = async (
  db: Queryable,
  rows: readonly InvoiceRow[],
  now: number,
): Promise<ManualInvoiceLine[]> => {
  const [standings, tasks] = await Promise.all([
    listRequestStandings(
      db,
      rows.flatMap(({ requestId }) => requestId ?? []),
    ),
    listTasksOf(
      db,
      rows.map(({ id }) => id),
    ),
  ])
  return rows.map((row) => {
    const approval = (row.requestId === null ? null : standings.get(row.requestId)) ?? null
    return lineOf(row, { approval, tasks: tasks.get(row.id) ?? [], now })
  })
}
