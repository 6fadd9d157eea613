import type { Offer } from '@countersign/shared/features/subscription-work'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { listOffers } from '../subscriptions/index.ts'

/**
 * What is sold, live from the catalogue. Refuses with PRICE_NOT_LISTED, also for what is archived, tiered or counted by
 * use, and with CURRENCY_DIFFERS.
 */
export const readOffer = async (
  kernel: Pick<Kernel, 'stripe'>,
  { priceStripeId, currency }: { readonly priceStripeId: string; readonly currency: string | null },
): Promise<Offer> => {
  const offer = (await listOffers(kernel)).find((one) => one.priceStripeId === priceStripeId)
  if (!offer) throw new AppError('PRICE_NOT_LISTED')
  if (currency !== null && offer.unitAmount.currency !== currency)
    throw new AppError('CURRENCY_DIFFERS', { data: { currency } })
  return offer
}
