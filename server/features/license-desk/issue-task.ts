import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { fulfilTask, readLicenseTask } from '../invoices/index.ts'
import { issueSold } from './issue-sold.ts'
import { readHeard } from './read-heard.ts'
import type { Telling } from './tell-license.ts'

type By = Omit<Telling, 'at'>

/**
 * Issues the license that a fulfilment task asks for: served from now on, or by itself once the invoice is paid, as its product
 * says. Refuses as `readLicenseTask` does, with INVOICE_GONE, LICENSE_NOTHING_SOLD and LICENSE_PLAN_UNREADABLE.
 */
export const issueTask = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe' | 'settings'>,
  by: By,
  taskId: string,
): Promise<string[]> => {
  const { invoice } = await readLicenseTask(kernel.db, taskId)
  const heard = await readHeard(kernel, invoice.stripeId)
  if (heard.of !== 'invoice' || !heard.document) throw new AppError('INVOICE_GONE')
  const { document, products } = heard
  return inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    const { task } = await readLicenseTask(tx, taskId)
    const sold = products.filter(({ stripeId }) => stripeId === task.productStripeId)
    const { deliverOn } = task
    const rows = await issueSold(tx, { ...by, at }, { document, products: sold, teamId: invoice.teamId, deliverOn })
    const [row] = rows
    if (!row) throw new AppError('LICENSE_NOTHING_SOLD')
    await fulfilTask(tx, { ...by, taskId, licenseId: row.id, now: at })
    return [row.id]
  })
}
