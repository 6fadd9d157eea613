import type { Offer } from '@countersign/shared/features/subscription-work'
import type { Kernel } from '../../kernel/context.ts'
import { offerOf } from './change-rules.ts'

/** What a subscription can be changed to: Stripe's live catalogue without what has no single amount. */
export const listOffers = async ({ stripe }: Pick<Kernel, 'stripe'>): Promise<Offer[]> => {
  const prices = await stripe.listPrices()
  return prices.flatMap((price) => offerOf(price) ?? [])
}
