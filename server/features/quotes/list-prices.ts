import type { QuotablePrice } from '@countersign/shared/features/quotes'
import type { Kernel } from '../../kernel/context.ts'

/** The live catalogue's prices that have one amount, by name, then amount. */
export const listPrices = async ({ stripe }: Pick<Kernel, 'stripe'>): Promise<QuotablePrice[]> => {
  const prices = await stripe.listPrices()
  return prices
    .flatMap(({ stripeId, productName, nickname, unitAmount, billingScheme, recurring }) => {
      if (!unitAmount || billingScheme === 'tiered' || recurring?.usage === 'metered') return []
      const name = nickname === null ? productName : `${productName}, ${nickname}`
      const every = recurring && { interval: recurring.interval, count: recurring.intervalCount }
      return [{ stripeId, name, unitAmount, every }]
    })
    .toSorted((a, b) => a.name.localeCompare(b.name) || a.unitAmount.amount - b.unitAmount.amount)
}
