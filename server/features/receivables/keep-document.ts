import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { noteInvoice } from '../invoices/index.ts'
import { rowOfDocument } from './row-of-document.ts'
import { writeReceivable } from './store.ts'

const actor = systemActor('receivables')

/** An invoice as Stripe had it at `asOf`: into our rows, and to whoever made it, so that its chain moves. */
export const keepDocument = async (
  { clock, settings }: Pick<Kernel, 'clock' | 'settings'>,
  tx: Transaction,
  { document, asOf }: { document: InvoiceDocument; asOf: number },
): Promise<void> => {
  const isNewest = await writeReceivable(tx, rowOfDocument(document, { asOf, teamKeys: settings.teamKeys }))
  // A page that was under way while somebody closed the invoice would set its chain back.
  if (isNewest) await noteInvoice(tx, document, { now: clock.now(), actor })
}
