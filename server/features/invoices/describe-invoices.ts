import type { ManualInvoiceLine } from '@countersign/shared/features/invoices'
import { toIso } from '@countersign/shared/times'
import type { Queryable } from '../../ports/database.ts'
import { listRequestStandings } from '../approvals/index.ts'
import { isChainStuck } from './chain-rules.ts'
import { type BesideInvoice, followChain } from './follow-chain.ts'
import { type InvoiceRow, listTasksOf } from './store.ts'

const lineOf = (row: InvoiceRow, beside: BesideInvoice): ManualInvoiceLine => {
  const { id, quoteId, quoteReference, customerName, customerStripeId, teamId, ticket, stripeId, number, status } = row
  const chain = followChain(row, beside)
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
