import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { noteInvoice } from './note-invoice.ts'
import { readRow } from './read-row.ts'
import type { By } from './start-invoice.ts'

/** Asks Stripe how the invoice stands, and takes it into its chain. One that is gone changes nothing: the page says so. */
export const refreshInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  { actor }: By,
  id: string,
): Promise<void> => {
  const { row } = await readRow(kernel.db, id)
  const asOf = kernel.clock.now()
  const document = row.stripeId === null ? null : await kernel.stripe.readInvoiceDocument(row.stripeId)
  if (!document) return
  const products = document.status === 'draft' ? [] : await kernel.stripe.listPrices()
  await inTransaction(kernel.db, async (tx) => {
    // What changed while Stripe was asked was read or done later than this answer, which would set it back.
    if ((await readRow(tx, id)).row.changedAt > asOf) return
    await noteInvoice(tx, document, { now: kernel.clock.now(), actor, products })
  })
}
