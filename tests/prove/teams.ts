import type { Stripe } from 'stripe'
import { proveSubject } from '../../server/features/cases/index.ts'
import type { Subject } from '../../server/features/approvals/index.ts'
import type { Kernel } from '../../server/kernel/context.ts'
import { REQUEST_KEYS } from '../../server/ports/request-metadata.ts'
import { proveTeam } from '../support/approvals.ts'
import type { Chance } from './chance.ts'
import type { World } from './world.ts'

export interface Team {
  readonly teamId: string
  readonly customer: string
}

const NAMES = ['Kestrel Robotics GmbH & Co. KG', 'Łódź Analytics', 'Sōzō Systems 株式会社']
const teams = new WeakMap<World, Team[]>()

const newTeam = async (world: World): Promise<Team> => {
  const known = teams.get(world) ?? []
  const teamId = `team-${known.length + 1}`
  const { id } = await world.stripe.customers.create({
    name: NAMES[known.length % NAMES.length] ?? 'Kestrel',
    metadata: { team: teamId },
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  const team = { teamId, customer: id }
  teams.set(world, [...known, team])
  return team
}

/** A new team, or one that has something under way already. */
export const aTeam = async (world: World, chance: Chance): Promise<Team> => {
  const known = teams.get(world) ?? []
  return known.length > 0 && chance.happens(0.3) ? chance.pick(known) : newTeam(world)
}

export interface Plan {
  readonly product: string
  readonly price: string
}

/** A monthly plan on sale. */
export const sellPlan = async ({ stripe }: World, amount: number): Promise<Plan> => {
  const { id: product } = await stripe.products.create({ name: 'Business' })
  const price = await stripe.prices.create({
    product,
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval: 'month' },
  })
  return { product, price: price.id }
}

export interface Subscribed extends Team {
  readonly subscription: Stripe.Subscription
  readonly item: string
}

/** A new team with a monthly subscription, paid by card. */
export const aSubscriber = async (
  world: World,
  amount: number,
  params: Partial<Stripe.SubscriptionCreateParams> = {},
): Promise<Subscribed> => {
  const team = await newTeam(world)
  const { price } = await sellPlan(world, amount)
  const { customer } = team
  const subscription = await world.stripe.subscriptions.create({ customer, items: [{ price }], ...params })
  return { ...team, subscription, item: subscription.items.data[0]?.id ?? '' }
}

/** Proves the team on a ticket of its own. */
export const provenTeam =
  (world: World, { teamId }: Team) =>
  async (kernel: Kernel): Promise<Subject> =>
    proveSubject(kernel, await proveTeam(kernel, world.requester, { teamId, ticket: `#${teamId}` }))

/** How many balance transactions this step of this request made. */
export const entriesOf = async (world: World, customer: string, requestId: string, step: string): Promise<number> => {
  const { data } = await world.stripe.customers.listBalanceTransactions(customer, { limit: 100 })
  return data.filter(
    ({ metadata }) => metadata?.[REQUEST_KEYS.request] === requestId && metadata[REQUEST_KEYS.step] === step,
  ).length
}

/** 1 where Stripe has the coupon of this request; its id follows from the request, so there can't be two. */
export const couponOf = async ({ stripe }: World, requestId: string): Promise<number> => {
  const { data } = await stripe.coupons.list({ limit: 100 })
  return data.filter(({ metadata }) => metadata?.[REQUEST_KEYS.request] === requestId).length
}

/** The promotion codes that this request made. */
export const codesOf = async ({ stripe }: World, requestId: string): Promise<Stripe.PromotionCode[]> => {
  const { data } = await stripe.promotionCodes.list({ limit: 100 })
  return data.filter(({ metadata }) => metadata?.[REQUEST_KEYS.request] === requestId)
}
