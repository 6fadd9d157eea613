import type { Transaction } from '../../ports/database.ts'
import { keepItems } from './keep-items.ts'
import type { SoldBy } from './read-sold.ts'
import { endItems, makeItemsDue } from './store.ts'

/** Subscriptions were read anew: what they sell is written down, and what they no longer sell ends. */
export const noteSold = async (tx: Transaction, read: readonly SoldBy[]): Promise<void> => {
  for (const { subscriptionStripeId, items, readAt } of read) {
    await keepItems(tx, items, readAt)
    await makeItemsDue(tx, await endItems(tx, readAt, subscriptionStripeId), readAt)
  }
}
