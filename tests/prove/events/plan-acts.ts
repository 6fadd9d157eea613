import type { Stripe } from 'stripe'
import {
  type Acts,
  choose,
  customerOf,
  type Step,
  subscriptionOf,
  type World,
} from '../../../stripe-sandbox/tests/model/world.ts'

const TEAMS = ['kestrel', 'osprey', 'harrier', 'merlin'] as const
const UNREADABLE = ['many', '-1', '1.5', ''] as const

const teamOf = ({ pick }: Step): string => choose(TEAMS, pick)

const limitsOf = ({ size, pick }: Step): Record<string, string> => ({
  'max-end-devices': String(size % 500),
  ...(pick % 3 === 0 ? { 'max-gateways': String(size % 20) } : {}),
})

const planOf = async ({ stripe }: World, { size }: Step): Promise<string> => {
  const { data } = await stripe.prices.list({ limit: 100, type: 'recurring', active: true })
  return choose(
    data.filter(({ metadata }) => metadata['tenant-plan'] === 'yes'),
    size,
  ).id
}

const PAYING: Stripe.CustomerCreateParams = {
  payment_method: 'pm_card_visa',
  invoice_settings: { default_payment_method: 'pm_card_visa' },
}

export const makePlan = ({ stripe, product }: World, step: Step) =>
  stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: 900 + step.size,
    recurring: { interval: step.pick % 4 === 0 ? 'week' : 'month' },
    metadata: { 'tenant-plan': 'yes', ...limitsOf(step) },
  })

export const makeTeam = ({ stripe }: World, step: Step) =>
  stripe.customers.create({ ...PAYING, name: `Customer ${step.size}`, metadata: { team: teamOf(step) } })

const payBy = async (world: World, step: Step, method: string): Promise<string> => {
  const customer = await customerOf(world, step)
  const { id } = await world.stripe.paymentMethods.attach(method, { customer })
  await world.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
  return customer
}

const sell = async (world: World, step: Step, params: Partial<Stripe.SubscriptionCreateParams> = {}) =>
  world.stripe.subscriptions.create({
    customer: await customerOf(world, step),
    items: [{ price: await planOf(world, step) }],
    ...(step.size % 2 === 0 ? { metadata: { team: teamOf(step) } } : {}),
    ...params,
  })

const describe = async (world: World, step: Step, metadata: Record<string, string>) =>
  world.stripe.prices.update(await planOf(world, step), { metadata })

/** What makes, changes and ends plans with tenants, some of it twice within one second. */
export const planActs: Acts = {
  plan: makePlan,
  team: makeTeam,
  planLimits: (world, step) => describe(world, step, limitsOf(step)),
  planLimitGone: (world, step) => describe(world, step, { 'max-gateways': '' }),
  planMisspelt: (world, step) => describe(world, step, { 'max-end-devices': choose(UNREADABLE, step.size) }),
  productLimits: ({ stripe, product }, { size }) =>
    stripe.products.update(product, { metadata: { 'max-users': size % 2 === 0 ? String(size % 90) : '' } }),
  teamMoved: async (world, step) =>
    world.stripe.customers.update(await customerOf(world, step), { metadata: { team: teamOf(step) } }),
  sold: (world, step) => sell(world, step),
  soldOnTrial: (world, step) => sell(world, step, { trial_period_days: (step.size % 20) + 1 }),
  soldTwice: async (world, step) => {
    await sell(world, step)
    return sell(world, { ...step, pick: step.pick + 1, size: step.size + 1 })
  },
  planChanged: async (world, step) => {
    const { id, items } = await subscriptionOf(world, step)
    return world.stripe.subscriptions.update(id, {
      items: [{ id: choose(items.data, 0).id, price: await planOf(world, step) }],
    })
  },
  soldFor: async (world, step) =>
    world.stripe.subscriptions.update((await subscriptionOf(world, step)).id, { metadata: { team: teamOf(step) } }),
  soldForTwice: async (world, step) => {
    const { id } = await subscriptionOf(world, step)
    for (const team of TEAMS.slice(0, 3)) await world.stripe.subscriptions.update(id, { metadata: { team } })
  },
  renamedTwice: async (world, step) => {
    const customer = await customerOf(world, step)
    for (const name of ['first', 'second'])
      await world.stripe.customers.update(customer, { name: `${name} ${step.size}` })
  },
  endedAndBack: async (world, step) => {
    const { id } = await subscriptionOf(world, step)
    await world.stripe.subscriptions.cancel(id)
    return sell(world, step)
  },
  ended: async (world, step) => world.stripe.subscriptions.cancel((await subscriptionOf(world, step)).id),
  cardBroken: (world, step) => payBy(world, step, 'pm_card_chargeCustomerFail'),
  cardMended: async (world, step) => {
    const customer = await payBy(world, step, 'pm_card_visa')
    const { data } = await world.stripe.invoices.list({ customer, status: 'open', limit: 100 })
    for (const { id } of data) await world.stripe.invoices.pay(id)
  },
}
