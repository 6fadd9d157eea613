import type { Stripe } from 'stripe'
import {
  type Act,
  type Acts,
  BEHAVIORS,
  choose,
  couponOf,
  customerOf,
  priceOf,
  type Step,
  subscriptionOf,
  type World,
} from './world.ts'

type Creation = Omit<Stripe.SubscriptionCreateParams, 'customer' | 'items'>

const subscribe = async (world: World, step: Step, params: Creation) =>
  world.stripe.subscriptions.create({
    customer: await customerOf(world, step),
    items: [{ price: await priceOf(world, step), quantity: (step.size % 7) + 1 }],
    ...params,
  })

const change =
  (
    paramsOf: (world: World, step: Step, subscription: Stripe.Subscription) => Promise<Stripe.SubscriptionUpdateParams>,
  ): Act =>
  async (world, step) => {
    const subscription = await subscriptionOf(world, step)
    return world.stripe.subscriptions.update(subscription.id, await paramsOf(world, step, subscription))
  }

const firstOf = ({ items }: Stripe.Subscription): string => choose(items.data, 0).id
const behaviorOf = ({ size }: Step) => ({ proration_behavior: choose(BEHAVIORS, size) })

const scheduleOf = async ({ stripe }: World, { pick }: Step): Promise<string> =>
  choose((await stripe.subscriptionSchedules.list({ limit: 100 })).data, pick).id

const creations: Acts = {
  subscribe: (world, step) => subscribe(world, step, {}),
  subscribeClassic: (world, step) => subscribe(world, step, { billing_mode: { type: 'classic' } }),
  subscribeTrial: (world, step) => subscribe(world, step, { trial_period_days: (step.size % 20) + 1 }),
  subscribeSent: (world, step) =>
    subscribe(world, step, { collection_method: 'send_invoice', days_until_due: step.size % 30 }),
  subscribeDiscounted: async (world, step) =>
    subscribe(world, step, { discounts: [{ coupon: await couponOf(world, step) }] }),
  subscribeByCode: async (world, step) => {
    const codes = await world.stripe.promotionCodes.list({ limit: 100, active: true })
    return subscribe(world, step, { discounts: [{ promotion_code: choose(codes.data, step.pick).id }] })
  },
  subscribeTaxed: async (world, step) => {
    const rates = await world.stripe.taxRates.list({ limit: 100 })
    return subscribe(world, step, { default_tax_rates: [choose(rates.data, step.pick).id] })
  },
  subscribeUnpaid: (world, step) => subscribe(world, step, { payment_behavior: 'default_incomplete' }),
}

const changes: Acts = {
  price: change(async (world, step, subscription) => ({
    items: [{ id: firstOf(subscription), price: await priceOf(world, step) }],
    ...behaviorOf(step),
  })),
  quantity: change(async (_world, step, subscription) => ({
    items: [{ id: firstOf(subscription), quantity: step.size % 9 }],
    ...behaviorOf(step),
  })),
  anotherItem: change(async (world, step) => ({ items: [{ price: await priceOf(world, step) }], ...behaviorOf(step) })),
  itemGone: change(async (_world, step, { items }) => ({
    items: [{ id: choose(items.data, step.size).id, deleted: true }],
    ...behaviorOf(step),
  })),
  anchorNow: change(async (_world, step) => ({ billing_cycle_anchor: { type: 'now' }, ...behaviorOf(step) })),
  discount: change(async (world, step) => ({ discounts: [{ coupon: await couponOf(world, step) }] })),
  noDiscount: change(async () => ({ discounts: '' })),
  endLater: change(async () => ({ cancel_at: 'min_period_end' })),
  endNotAtAll: change(async () => ({ cancel_at: '' })),
  pauseCollection: change(async (_world, { size }) => ({
    pause_collection: { behavior: choose(['void', 'keep_as_draft', 'mark_uncollectible'] as const, size) },
  })),
  collectAgain: change(async () => ({ pause_collection: '' })),
  subscriptionText: change(async (_world, { size }) => ({
    metadata: { team: String(size % 9) },
    description: 'For Ada',
  })),
  quantityIfPaid: change(async (_world, step, subscription) => ({
    items: [{ id: firstOf(subscription), quantity: (step.size % 9) + 1 }],
    proration_behavior: 'always_invoice',
    payment_behavior: choose(
      ['pending_if_incomplete', 'error_if_incomplete', 'default_incomplete'] as const,
      step.size,
    ),
  })),
  trial: change(async ({ control }, { size }) => ({ trial_end: control.clock().now + ((size % 30) + 1) * 86_400 })),
  endAt: change(async ({ control }, { size }) => ({ cancel_at: control.clock().now + ((size % 50) + 1) * 86_400 })),
  pause: async (world, step) => world.stripe.subscriptions.pause((await subscriptionOf(world, step)).id),
  resume: async (world, step) => {
    const { data } = await world.stripe.subscriptions.list({ limit: 100, status: 'paused' })
    return world.stripe.subscriptions.resume(choose(data, step.pick).id)
  },
  cancel: async (world, step) =>
    world.stripe.subscriptions.cancel((await subscriptionOf(world, step)).id, {
      invoice_now: step.size % 2 === 0,
      prorate: step.size % 3 === 0,
    }),
}

const schedules: Acts = {
  schedule: async (world, step) =>
    world.stripe.subscriptionSchedules.create({ from_subscription: (await subscriptionOf(world, step)).id }),
  scheduleNew: async (world, step) =>
    world.stripe.subscriptionSchedules.create({
      customer: await customerOf(world, step),
      start_date: 'now',
      phases: [
        { items: [{ price: await priceOf(world, step) }], duration: { interval: 'month', interval_count: 1 } },
        {
          items: [{ price: await priceOf(world, { ...step, size: step.size + 1 }) }],
          duration: { interval: 'month', interval_count: 2 },
        },
      ],
    }),
  scheduleReleased: async (world, step) => world.stripe.subscriptionSchedules.release(await scheduleOf(world, step)),
  scheduleCanceled: async (world, step) => world.stripe.subscriptionSchedules.cancel(await scheduleOf(world, step)),
}

/** What is sold again and again, and every way in which that changes. */
export const subscriptionActs: Acts = { ...creations, ...changes, ...schedules }
