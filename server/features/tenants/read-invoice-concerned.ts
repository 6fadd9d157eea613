import type { Kernel } from '../../kernel/context.ts'
import type { ConcernedTeams } from './read-concerned.ts'
import { listTenantsPaidBy } from './store.ts'

/**
 * Whose tenants an invoice that changed may concern: known ones of its customer. A payment may be told on the invoice only, and
 * lifts a flag then. Where nobody runs tenants, nothing is asked.
 */
export const readInvoiceConcerned = async (
  { db, stripe, clock, settings }: Pick<Kernel, 'db' | 'stripe' | 'clock' | 'settings'>,
  invoiceStripeId: string,
): Promise<ConcernedTeams> => {
  const at = clock.now()
  if (!settings.tenants) return { teamIds: [], at }
  const { customerStripeId } = await stripe.readForMirror('invoices', invoiceStripeId)
  return { teamIds: customerStripeId === null ? [] : await listTenantsPaidBy(db, customerStripeId), at }
}
