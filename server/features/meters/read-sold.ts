import type { Kernel } from '../../kernel/context.ts'
import { type FetchedItem, fetchItems } from './fetch-items.ts'

export interface SoldBy {
  readonly subscriptionStripeId: string
  readonly items: readonly FetchedItem[]
  readonly readAt: number
}

/** What one subscription sells now. */
export const readSold = async (
  kernel: Pick<Kernel, 'stripe' | 'settings' | 'clock'>,
  subscriptionStripeId: string,
): Promise<SoldBy> => {
  const readAt = kernel.clock.now()
  const sold = await kernel.stripe.readSoldItems(subscriptionStripeId)
  const items = await fetchItems(kernel, sold, { readAt, meters: new Map() })
  return { subscriptionStripeId, items, readAt }
}
