import { type Actor, systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { recordAudit } from '../audit-log/index.ts'
import { changeRow } from './change-row.ts'
import { noteOf } from './note-rules.ts'
import { findInvoiceByStripeId, type InvoiceRow, listTasksOf, updateTask } from './store.ts'
import { taskStateAfter } from './task-rules.ts'

const timeOf = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

const changeOf = (row: InvoiceRow, document: InvoiceDocument) => ({
  status: document.status,
  number: document.number,
  total: document.total.amount,
  // A draft has none yet.
  dueAt: timeOf(document.dueAt) ?? row.dueAt,
  paidAt: timeOf(document.paidAt),
  voidedAt: timeOf(document.voidedAt),
  uncollectibleAt: timeOf(document.uncollectibleAt),
  state: document.status === 'void' ? ('ended' as const) : row.state,
})

const isNews = (row: InvoiceRow, change: ReturnType<typeof changeOf>): boolean =>
  row.status !== change.status ||
  row.number !== change.number ||
  row.total !== change.total ||
  row.dueAt !== change.dueAt ||
  row.paidAt !== change.paidAt ||
  row.voidedAt !== change.voidedAt ||
  row.uncollectibleAt !== change.uncollectibleAt

/** The tasks follow only an invoice that was sent: before, there are none. */
const moveTasks = async (tx: Transaction, row: InvoiceRow, status: InvoiceDocument['status'], now: number) => {
  const tasks = (await listTasksOf(tx, [row.id])).get(row.id) ?? []
  const moved: Array<{ task: string; from: string; to: string }> = []
  for (const task of tasks) {
    const state = taskStateAfter(task, status)
    if (state === task.state) continue
    await updateTask(tx, task.id, { state, since: now })
    moved.push({ task: task.id, from: task.state, to: state })
  }
  return moved
}

/**
 * Takes what Stripe says of an invoice into its chain: paid, voided or written off opens or suspends its tasks. Whoever
 * reads an invoice hands it in, as often as they like; false when it is no manual invoice.
 */
export const noteInvoice = async (
  tx: Transaction,
  document: InvoiceDocument,
  { now, actor }: { readonly now: number; readonly actor?: Actor },
): Promise<boolean> => {
  const row = await findInvoiceByStripeId(tx, document.stripeId)
  if (!row) return false
  // The engine is at it, and writes itself what comes of it.
  if (row.state === 'drafting') return true
  const change = changeOf(row, document)
  if (!isNews(row, change)) return true
  await changeRow(tx, row, { ...change, by: row.changedBy, at: now })
  const tasks = await moveTasks(tx, row, change.status, now)
  await recordAudit(tx, now, {
    actor: actor ?? systemActor('invoices'),
    action: 'invoice.noted',
    ...noteOf({ ...row, ...change }, { from: row.status, to: change.status, number: change.number, tasks }),
  })
  return true
}
