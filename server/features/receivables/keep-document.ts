import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { noteInvoice } from '../invoices/index.ts'
import { rowOfDocument } from './row-of-document.ts'
import { writeReceivables } from './store.ts'

const actor = systemActor('receivables')

/** An invoice as Stripe had it at `asOf`: into our rows, and to whoever made it, so that its chain moves. */
export const keepDocument = async (
  { clock, settings }: Pick<Kernel, 'clock' | 'settings'>,
  tx: Transaction,
  { document, asOf }: { document: InvoiceDocument; asOf: number },
): Promise<void> => {
  await writeReceivables(tx, [rowOfDocument(document, { asOf, teamKeys: settings.teamKeys })])
  await noteInvoice(tx, document, { now: clock.now(), actor })
}
