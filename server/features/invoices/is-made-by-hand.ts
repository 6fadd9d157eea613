import type { Queryable } from '../../ports/database.ts'
import { findInvoiceByStripeId } from './store.ts'

/** Whether an invoice at Stripe was made here, from a quote. */
export const isMadeByHand = async (db: Queryable, invoiceStripeId: string): Promise<boolean> =>
  (await findInvoiceByStripeId(db, invoiceStripeId)) !== undefined
