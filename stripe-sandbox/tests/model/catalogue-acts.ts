import type { Stripe } from 'stripe'
import { type Acts, choose, couponOf, customerOf, type World } from './world.ts'

const recurring = (interval: 'month' | 'week' | 'year', usage: object = {}) => ({ recurring: { interval, ...usage } })

const price = ({ stripe, product }: World, params: Omit<Stripe.PriceCreateParams, 'currency'>) =>
  stripe.prices.create({ product, currency: 'usd', ...params })

const tiers = (size: number): Stripe.PriceCreateParams.Tier[] => [
  { up_to: 3, unit_amount: size },
  { up_to: 10, unit_amount: Math.ceil(size / 2), flat_amount: 100 },
  { up_to: 'inf', unit_amount: Math.ceil(size / 3) },
]

/** What is sold, and at which reduction. */
export const catalogueActs: Acts = {
  monthlyPrice: (world, { size }) => price(world, { unit_amount: size, ...recurring('month') }),
  weeklyPrice: (world, { size }) => price(world, { unit_amount: size, ...recurring('week') }),
  yearlyPrice: (world, { size }) => price(world, { unit_amount: size * 10, ...recurring('year') }),
  oneTimePrice: (world, { size }) => price(world, { unit_amount: size }),
  // The client wants decimals of its own making; JSON text is one.
  packedPrice: (world, { size }) =>
    price(world, { unit_amount: size, transform_quantity: { divide_by: 5, round: 'up' }, ...recurring('month') }),
  tieredPrice: (world, { size, pick }) =>
    price(world, {
      billing_scheme: 'tiered',
      tiers_mode: pick % 2 === 0 ? 'volume' : 'graduated',
      tiers: tiers(size),
      ...recurring('month'),
    }),
  meteredPrice: async (world, { size, pick }) => {
    const { stripe } = world
    const { id: meter } = await stripe.billing.meters.create({
      display_name: 'Calls',
      event_name: `calls_${pick % 3}`,
      default_aggregation: { formula: 'sum' },
    })
    return price(world, { unit_amount: size % 50, ...recurring('month', { usage_type: 'metered', meter }) })
  },
  meterEvent: async (world, step) => {
    const customer = await customerOf(world, step)
    const payload = { stripe_customer_id: customer, value: String(step.size % 100) }
    return world.stripe.billing.meterEvents.create({ event_name: `calls_${step.size % 3}`, payload })
  },
  closedPrice: async ({ stripe }, { pick }) =>
    stripe.prices.update(choose((await stripe.prices.list({ limit: 100 })).data, pick).id, { active: false }),
  product: ({ stripe, product }, { size }) => stripe.products.update(product, { name: `Plan ${size}` }),
  percentCoupon: ({ stripe }, { size, pick }) =>
    stripe.coupons.create({
      percent_off: (size % 100) + 1 - (size % 2) / 2,
      ...(pick % 3 === 0
        ? { duration: 'repeating', duration_in_months: 2 }
        : { duration: pick % 2 ? 'once' : 'forever' }),
    }),
  fixedCoupon: ({ stripe }, { size, pick }) =>
    stripe.coupons.create({ amount_off: size, currency: 'usd', duration: pick % 2 ? 'once' : 'forever' }),
  couponName: async (world, step) => world.stripe.coupons.update(await couponOf(world, step), { name: 'Spring' }),
  couponGone: async (world, step) => world.stripe.coupons.del(await couponOf(world, step)),
  promotionCode: async (world, step) =>
    world.stripe.promotionCodes.create({
      promotion: { type: 'coupon', coupon: await couponOf(world, step) },
      ...(step.size % 2 === 0 ? { restrictions: { first_time_transaction: true } } : {}),
    }),
  closedCode: async ({ stripe }, { pick }) =>
    stripe.promotionCodes.update(choose((await stripe.promotionCodes.list({ limit: 100 })).data, pick).id, {
      active: false,
    }),
  taxRate: ({ stripe }, { size, pick }) =>
    stripe.taxRates.create({ display_name: 'VAT', percentage: (size % 400) / 16, inclusive: pick % 2 === 0 }),
}
