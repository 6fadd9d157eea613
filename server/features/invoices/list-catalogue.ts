import type { CatalogueEntry } from '@countersign/shared/features/invoice-work'
import type { Kernel } from '../../kernel/context.ts'
import type { GatewayPrice } from '../../ports/payment-facts.ts'
import { deliveryOf } from './delivery-rules.ts'
import { readRow } from './read-row.ts'

const intervalOf = ({ recurring }: GatewayPrice): string | null => {
  if (!recurring) return null
  const { interval, intervalCount } = recurring
  return `${intervalCount} ${interval}${intervalCount === 1 ? '' : 's'}`
}

/** What can be put on the invoice at list price, in the quote's currency: prices with one amount, by name, then amount. */
export const listCatalogue = async (kernel: Pick<Kernel, 'db' | 'stripe'>, id: string): Promise<CatalogueEntry[]> => {
  const { row } = await readRow(kernel.db, id)
  const prices = await kernel.stripe.listPrices()
  return prices
    .flatMap((price) => {
      const { unitAmount, stripeId: priceStripeId, productStripeId, productName, nickname } = price
      if (!unitAmount || price.currency !== row.currency || price.recurring?.usage === 'metered') return []
      const shown = { priceStripeId, productStripeId, productName, nickname, unitAmount }
      return [{ ...shown, interval: intervalOf(price), delivers: deliveryOf(price) }]
    })
    .toSorted((a, b) => a.productName.localeCompare(b.productName) || a.unitAmount.amount - b.unitAmount.amount)
}
