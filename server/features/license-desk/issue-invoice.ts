import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { listMadeByHand } from '../invoices/index.ts'
import { issueSold } from './issue-sold.ts'
import { readHeard } from './read-heard.ts'
import type { Telling } from './tell-license.ts'

/**
 * Issues what a paid invoice sold, for one that was paid before anybody listened. Refuses INVOICE_GONE, LICENSE_NOT_PAID,
 * LICENSE_TEAM_MISSING, LICENSE_NOTHING_SOLD and LICENSE_PLAN_UNREADABLE; an invoice of a quote has its fulfilment task.
 */
export const issueInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  by: Omit<Telling, 'at'>,
  invoiceStripeId: string,
): Promise<string[]> => {
  if ((await listMadeByHand(kernel.db, [invoiceStripeId])).size > 0)
    throw new AppError('FULFILMENT_UNFIT', { data: { words: 'it is issued from the fulfilment task of its quote' } })
  const heard = await readHeard(kernel, invoiceStripeId)
  if (heard.of !== 'invoice') throw new AppError('LICENSE_NOTHING_SOLD')
  const { document, products, teamId } = heard
  if (!document) throw new AppError('INVOICE_GONE')
  if (document.status !== 'paid') throw new AppError('LICENSE_NOT_PAID')
  if (teamId === null) throw new AppError('LICENSE_TEAM_MISSING')
  return inTransaction(kernel.db, async (tx) => {
    const telling = { ...by, at: kernel.clock.now() }
    const rows = await issueSold(tx, telling, { document, products, teamId, deliverOn: 'paid' })
    if (rows.length === 0) throw new AppError('LICENSE_NOTHING_SOLD')
    return rows.map(({ id }) => id)
  })
}
