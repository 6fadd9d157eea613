import { AppError } from '../../kernel/errors.ts'
import type { Queryable } from '../../ports/database.ts'
import { findInvoice, findTask, type InvoiceRow, type TaskRow } from './store.ts'

export interface LicenseTask {
  readonly task: TaskRow
  readonly invoice: InvoiceRow & { readonly stripeId: string; readonly teamId: string }
}

const unfit = (words: string): AppError => new AppError('FULFILMENT_UNFIT', { data: { words } })

/** A task that a license can still fulfil, and the invoice that sold it. Refuses NOT_FOUND and FULFILMENT_UNFIT. */
export const readLicenseTask = async (db: Queryable, id: string): Promise<LicenseTask> => {
  const task = await findTask(db, id)
  const invoice = task && (await findInvoice(db, task.manualInvoiceId))
  if (!task || !invoice) throw new AppError('NOT_FOUND')
  if (task.kind !== 'license') throw unfit(`a license doesn’t fulfil a ${task.kind}`)
  if (task.fulfilledBy !== null) throw unfit('its license is issued already')
  if (task.state !== 'open' && task.state !== 'waiting') throw unfit(`the task is ${task.state}`)
  const { stripeId, teamId } = invoice
  if (stripeId === null) throw unfit('its invoice isn’t at Stripe')
  if (teamId === null) throw unfit('its quote names no team')
  return { task, invoice: { ...invoice, stripeId, teamId } }
}
