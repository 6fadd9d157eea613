import { sendFactsSchema } from '@countersign/shared/features/invoice-sending'
import { type Actor, systemActor } from '../../kernel/actor.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { recordAudit } from '../audit-log/index.ts'
import { isAdopted } from './adopted-rules.ts'
import { changeRow } from './change-row.ts'
import { deliveriesOf, type SoldProduct } from './delivery-rules.ts'
import { noteOf } from './note-rules.ts'
import { openTasks } from './open-tasks.ts'
import { readRow } from './read-row.ts'
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

interface Noted {
  readonly now: number
  readonly actor?: Actor
  /** Of the catalogue as it is now; without, what it sold is known from a request that failed, or not at all. */
  readonly products?: readonly SoldProduct[]
}

interface Adopting {
  readonly document: InvoiceDocument
  readonly products: readonly SoldProduct[] | undefined
}

const factsSchema = sendFactsSchema.pick({ deliveries: true }).strip()

/** What an invoice that goes on without our mail has to deliver; null when it doesn't go on, or nobody can tell yet. */
const adopt = async (tx: Transaction, row: InvoiceRow, { document, products }: Adopting) => {
  const { approval } = await readRow(tx, row.id)
  if (!isAdopted({ state: row.state, request: approval?.state ?? null }, document.status)) return null
  if (products) return deliveriesOf(document.lines, products)
  return approval?.state === 'failed' ? factsSchema.parse(JSON.parse(approval.facts)).deliveries : null
}

/** The tasks follow only an invoice that was sent: before, there are none. */
const moveTasks = async (tx: Transaction, row: InvoiceRow, status: InvoiceDocument['status'], now: number) => {
  const tasks = (await listTasksOf(tx, [row.id])).get(row.id) ?? []
  const moved: Array<{ task: string; from: string; to: string }> = []
  for (const task of tasks) {
    const state = taskStateAfter(task, status)
    if (state === task.state) continue
    const done = state === 'done' && task.doneAt === null ? { doneAt: now } : {}
    await updateTask(tx, task.id, { state, since: now, ...done })
    moved.push({ task: task.id, from: task.state, to: state })
  }
  return moved
}

/**
 * Takes what Stripe says of an invoice into its chain: paid, voided or written off opens or suspends its tasks, and one
 * that we didn't mail goes on all the same. Whoever
 * reads an invoice hands it in, as often as they like; false when it is no manual invoice.
 */
export const noteInvoice = async (
  tx: Transaction,
  document: InvoiceDocument,
  { now, actor, products }: Noted,
): Promise<boolean> => {
  const row = await findInvoiceByStripeId(tx, document.stripeId)
  if (!row) return false
  // The engine is at it, and writes itself what comes of it.
  if (row.state === 'drafting') return true
  const deliveries = await adopt(tx, row, { document, products })
  const change = { ...changeOf(row, document), ...(deliveries && { state: 'sent' as const }) }
  if (deliveries === null && !isNews(row, change)) return true
  await changeRow(tx, row, { ...change, by: row.changedBy, at: now })
  const tasks = deliveries
    ? await openTasks(tx, row.id, { deliveries, status: change.status, now })
    : await moveTasks(tx, row, change.status, now)
  const mailed = deliveries ? { mailed: 'not by us' } : {}
  await recordAudit(tx, now, {
    actor: actor ?? systemActor('invoices'),
    action: 'invoice.noted',
    ...noteOf({ ...row, ...change }, { from: row.status, to: change.status, number: change.number, tasks, ...mailed }),
  })
  return true
}
