import type { Stripe } from 'stripe'

export const currencies = ['usd', 'eur', 'jpy'] as const
export type SampleCurrency = (typeof currencies)[number]

interface Plan {
  readonly name: string
  /** Per month in minor units; a year costs ten months. */
  readonly monthly: Readonly<Record<SampleCurrency, number>>
  readonly limits: Readonly<Record<string, string>>
  readonly license: Readonly<Record<string, string>>
}

const limits = (priority: string, devices: string, gateways: string, members: string) => ({
  'support-priority': priority,
  'max-end-devices': devices,
  'max-gateways': gateways,
  'max-members': members,
})

/** What the plans of a product have in common that is run on machines of the customer's own. */
const licensed = (plan: string, instances: string, tenants: 'yes' | 'no') => ({
  'license-plan': plan,
  'license-product': 'loomfield',
  'license-instances': instances,
  'license-development-instances': '1',
  'multi-tenancy': tenants,
})

/** What the fictitious Loomfield sells: a device cloud in five sizes, hosted or on one's own machines. */
export const plans = {
  maker: {
    name: 'Loomfield Maker',
    monthly: { usd: 900, eur: 900, jpy: 1200 },
    limits: limits('community', '10', '1', '2'),
    license: licensed('Maker', '1', 'no'),
  },
  prototype: {
    name: 'Loomfield Prototype',
    monthly: { usd: 4900, eur: 4500, jpy: 6800 },
    limits: limits('low', '100', '5', '5'),
    license: licensed('Prototype', '1', 'no'),
  },
  startup: {
    name: 'Loomfield Startup',
    monthly: { usd: 19900, eur: 18900, jpy: 28000 },
    limits: limits('normal', '1000', '25', '15'),
    license: licensed('Startup', '1', 'no'),
  },
  business: {
    name: 'Loomfield Business',
    monthly: { usd: 59900, eur: 55900, jpy: 85000 },
    limits: limits('high', '10000', '100', '50'),
    license: licensed('Business', '2', 'yes'),
  },
  enterprise: {
    name: 'Loomfield Enterprise',
    monthly: { usd: 249900, eur: 229900, jpy: 360000 },
    limits: limits('urgent', 'unlimited', 'unlimited', 'unlimited'),
    license: licensed('Enterprise', '4', 'yes'),
  },
} satisfies Readonly<Record<string, Plan>>

export type PlanName = keyof typeof plans
export type Cadence = 'monthly' | 'yearly'

const MONTHS_PER_YEAR_PAID = 10

/** `startup_monthly_usd` */
export const lookupKey = (plan: PlanName, cadence: Cadence, currency: SampleCurrency): string =>
  `${plan}_${cadence}_${currency}`

export const WORKSHOP_KEY = 'onboarding_workshop_usd'

/** Paid once: every version of the first year runs for ever. */
export const perpetualKey = (currency: SampleCurrency): string => `perpetual_${currency}`

const PERPETUAL_PRICES: Readonly<Record<SampleCurrency, number>> = { usd: 499_000, eur: 459_000, jpy: 720_000 }

export type PriceIds = ReadonlyMap<string, string>

const sellPlan = async (stripe: Stripe, plan: PlanName, prices: Map<string, string>): Promise<void> => {
  const { name, monthly, limits: metadata, license } = plans[plan]
  const product = await stripe.products.create({
    id: `prod_Loomfield${plan}`,
    name,
    metadata: { ...metadata, ...license, plan },
  })
  for (const currency of currencies) {
    for (const cadence of ['monthly', 'yearly'] as const) {
      const lookup_key = lookupKey(plan, cadence, currency)
      const price = await stripe.prices.create({
        product: product.id,
        currency,
        unit_amount: monthly[currency] * (cadence === 'yearly' ? MONTHS_PER_YEAR_PAID : 1),
        recurring: { interval: cadence === 'yearly' ? 'year' : 'month' },
        nickname: `${name} ${cadence} ${currency.toUpperCase()}`,
        lookup_key,
        metadata: { plan, 'support-priority': metadata['support-priority'] },
      })
      prices.set(lookup_key, price.id)
    }
  }
}

const sellPerpetual = async (stripe: Stripe, prices: Map<string, string>): Promise<void> => {
  const { id: product } = await stripe.products.create({
    id: 'prod_Loomfieldperpetual',
    name: 'Loomfield Perpetual',
    metadata: {
      ...limits('normal', '5000', '50', '25'),
      ...licensed('Perpetual', '1', 'no'),
      'license-updates-days': '365',
      countersign_delivers: 'license',
      plan: 'perpetual',
    },
  })
  for (const currency of currencies) {
    const lookup_key = perpetualKey(currency)
    const unit_amount = PERPETUAL_PRICES[currency]
    prices.set(lookup_key, (await stripe.prices.create({ product, currency, unit_amount, lookup_key })).id)
  }
}

/** Makes products, prices and coupons; returns price ids by lookup key. */
export const makeCatalogue = async (stripe: Stripe): Promise<PriceIds> => {
  const prices = new Map<string, string>()
  for (const plan of Object.keys(plans) as PlanName[]) await sellPlan(stripe, plan, prices)
  const workshop = await stripe.products.create({ id: 'prod_LoomfieldWorkshop', name: 'Onboarding workshop' })
  const price = await stripe.prices.create({
    product: workshop.id,
    currency: 'usd',
    unit_amount: 150000,
    lookup_key: WORKSHOP_KEY,
  })
  prices.set(WORKSHOP_KEY, price.id)
  await sellPerpetual(stripe, prices)
  await makeCoupons(stripe)
  return prices
}

const makeCoupons = async (stripe: Stripe): Promise<void> => {
  await stripe.coupons.create({
    id: 'WELCOME20',
    name: 'Welcome: 20 % for a year',
    percent_off: 20,
    duration: 'repeating',
    duration_in_months: 12,
  })
  await stripe.coupons.create({
    id: 'NONPROFIT30',
    name: 'Non-profit organisations',
    percent_off: 30,
    duration: 'forever',
  })
  await stripe.coupons.create({ id: 'PARTNER12_5', name: 'Partner discount', percent_off: 12.5, duration: 'forever' })
  await stripe.coupons.create({
    id: 'SORRY5000',
    name: 'Outage in spring, LOOM-4711',
    amount_off: 5000,
    currency: 'usd',
    duration: 'once',
    max_redemptions: 50,
  })
  await stripe.coupons.create({
    id: 'THREE2500',
    name: '25 USD off for 3 months',
    amount_off: 2500,
    currency: 'usd',
    duration: 'repeating',
    duration_in_months: 3,
  })
  await stripe.promotionCodes.create({
    promotion: { type: 'coupon', coupon: 'WELCOME20' },
    code: 'LOOM-WELCOME',
    restrictions: { first_time_transaction: true },
  })
}
