import type { ListedPrice } from '@countersign/shared/features/coupons'
import type { Kernel } from '../../kernel/context.ts'

/** The live catalogue's prices that a coupon's value can be worked out from, by name, then amount. */
export const listPlans = async ({ stripe }: Pick<Kernel, 'stripe'>): Promise<ListedPrice[]> => {
  const prices = await stripe.listPrices()
  return prices
    .flatMap(({ stripeId, productStripeId, productName, nickname, unitAmount, billingScheme, recurring }) => {
      if (!recurring || !unitAmount || billingScheme === 'tiered' || recurring.usage === 'metered') return []
      const { interval, intervalCount } = recurring
      return [{ stripeId, productStripeId, productName, nickname, unitAmount, interval, intervalCount }]
    })
    .toSorted((a, b) => a.productName.localeCompare(b.productName) || a.unitAmount.amount - b.unitAmount.amount)
}
