import type { Queryable } from '../../ports/database.ts'
import { listInvoicesByStripeIds } from './store.ts'

/** Those of these invoices at Stripe that were made here, from a quote. */
export const listMadeByHand = async (db: Queryable, stripeIds: readonly string[]): Promise<ReadonlySet<string>> => {
  const known = await listInvoicesByStripeIds(db, stripeIds)
  return new Set(known.map(({ stripeId }) => stripeId).filter((stripeId) => stripeId !== null))
}
