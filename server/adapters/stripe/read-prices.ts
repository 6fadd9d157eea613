import type { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'
import type { GatewayPrice } from '../../ports/payment-facts.ts'
import { listWhole } from './list-whole.ts'
import { ask } from './stripe-call.ts'

const recurringOf = ({ recurring }: Stripe.Price): GatewayPrice['recurring'] =>
  recurring && {
    interval: recurring.interval as NonNullable<GatewayPrice['recurring']>['interval'],
    intervalCount: recurring.interval_count,
    usage: recurring.usage_type === 'metered' ? 'metered' : 'licensed',
  }

const toPrice = (price: Stripe.Price): GatewayPrice[] => {
  const { product } = price
  if (typeof product === 'string') {
    throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: 'expected the product of a price' })
  }
  if (product.deleted || !product.active) return []
  return [
    {
      stripeId: price.id,
      productStripeId: product.id,
      productName: product.name,
      nickname: price.nickname,
      currency: price.currency,
      unitAmount: price.unit_amount === null ? null : { amount: price.unit_amount, currency: price.currency },
      billingScheme: price.billing_scheme === 'tiered' ? 'tiered' : 'per_unit',
      recurring: recurringOf(price),
      metadata: price.metadata,
      productMetadata: product.metadata,
    },
  ]
}

/** A price stays active when its product is put away, so both are asked. */
export const readPrices = async (client: Stripe): Promise<GatewayPrice[]> => {
  const rows = await listWhole(() => client.prices.list({ active: true, expand: ['data.product'], limit: 100 }))
  return ask(async () => rows.flatMap(toPrice))
}
