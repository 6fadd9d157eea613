import type { ListedPrice } from '@countersign/shared/features/coupons'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { GatewayPrice } from '../../ports/payment-facts.ts'

/** A price in the live catalogue that has one amount each period. Refuses with PRICE_NOT_LISTED and COUPON_WITHOUT_VALUE. */
export const readListPrice = async (
  { stripe }: Pick<Kernel, 'stripe'>,
  priceStripeId: string,
): Promise<ListedPrice> => {
  const price = (await stripe.listPrices()).find(({ stripeId }) => stripeId === priceStripeId)
  if (!price) throw new AppError('PRICE_NOT_LISTED')
  const why = whyNotListed(price)
  if (why !== null || !price.recurring || !price.unitAmount)
    throw new AppError('COUPON_WITHOUT_VALUE', { data: { words: why } })
  const { stripeId, productStripeId, productName, nickname, unitAmount, recurring } = price
  const { interval, intervalCount } = recurring
  return { stripeId, productStripeId, productName, nickname, unitAmount, interval, intervalCount }
}

const whyNotListed = ({ productName, recurring, billingScheme, unitAmount }: GatewayPrice): string | null => {
  if (!recurring) return `${productName} is paid once; a coupon is for what comes back each period.`
  if (recurring.usage === 'metered') return `${productName} is billed by use; its list price has no sum.`
  if (billingScheme === 'tiered') return `${productName} is priced in tiers; its list price has no single amount.`
  return unitAmount ? null : `The price of ${productName} is no whole amount.`
}
