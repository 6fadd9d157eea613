import type { Transaction } from '../../ports/database.ts'
import { noteInvoiceLicenses } from './note-invoice-licenses.ts'
import { noteSubscription } from './note-subscription.ts'
import type { Heard } from './read-heard.ts'

/** What was heard together: always in the order of ids, so that two of these never wait for each other. */
export const noteLicenses = async (tx: Transaction, heard: readonly Heard[]): Promise<void> => {
  for (const one of heard.toSorted((a, b) => (a.stripeId < b.stripeId ? -1 : 1)))
    await (one.of === 'subscription' ? noteSubscription(tx, one) : noteInvoiceLicenses(tx, one))
}
