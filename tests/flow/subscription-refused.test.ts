// Guarantee: what can't be done to a subscription is refused by name before anybody is asked for a word.
import type { SubscriptionWish } from '@countersign/shared/features/subscription-work'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DAY, iso, JUNE } from '../support/payment-day.ts'
import { MIDDLE, openSubscriptionDesk } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

type Desk = Awaited<ReturnType<typeof openSubscriptionDesk>>
type Items = Parameters<Desk['change']>[1]

let at: Desk
let theirs: Awaited<ReturnType<Desk['subscribe']>>

const codeOf = (wish: SubscriptionWish): Promise<unknown> =>
  at.ask(wish).then(
    () => 'asked',
    (error: { code?: string }) => error.code,
  )
const refusalOf = (items: Items, over: Parameters<Desk['change']>[2] = {}): Promise<unknown> =>
  codeOf(at.change(theirs.id, items, over))
const toPrice = (priceStripeId: string): Items => [
  { kind: 'update', itemStripeId: theirs.item, priceStripeId, quantity: null },
]
const toQuantity = (quantity: number, itemStripeId = theirs.item): Items => [
  { kind: 'update', itemStripeId, priceStripeId: null, quantity },
]

beforeAll(async () => {
  at = await openSubscriptionDesk(sandbox)
  theirs = await at.subscribe(3000)
  at.moveTo(MIDDLE)
})

describe('a change is refused', () => {
  test('to what stands already', async () => {
    expect(await refusalOf(toQuantity(1))).toBe('SUBSCRIPTION_UNCHANGED')
  })

  test('to a price that was archived', async () => {
    const gone = await at.newPrice(4000)
    await at.stripe.prices.update(gone, { active: false })
    expect(await refusalOf(toPrice(gone))).toBe('PRICE_NOT_LISTED')
  })

  test('to a price of another currency', async () => {
    expect(await refusalOf(toPrice(await at.newPrice(4000, { currency: 'eur' })))).toBe('CURRENCY_DIFFERS')
  })

  test('to a price without a single amount: once, tiered or by use', async () => {
    const { id: once } = await at.stripe.prices.create({ product: at.product, currency: 'usd', unit_amount: 100 })
    const { id: tiered } = await at.stripe.prices.create({
      product: at.product,
      currency: 'usd',
      recurring: { interval: 'month' },
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      tiers: [
        { up_to: 10, unit_amount: 100 },
        { up_to: 'inf', unit_amount: 50 },
      ],
    })
    const meter = await at.stripe.billing.meters.create({
      display_name: 'Devices',
      event_name: 'devices',
      default_aggregation: { formula: 'last' },
    })
    const metered = await at.newPrice(5, { recurring: { interval: 'month', usage_type: 'metered', meter: meter.id } })
    for (const price of [once, tiered, metered]) expect(await refusalOf(toPrice(price))).toBe('PRICE_UNSUPPORTED')
  })

  test('of an item that is elsewhere, or named twice', async () => {
    expect(await refusalOf(toQuantity(2, 'si_0'))).toBe('ITEM_ELSEWHERE')
    expect(await refusalOf([...toQuantity(2), ...toQuantity(3)])).toBe('ITEM_ELSEWHERE')
  })

  test('that leaves nothing, or several rhythms', async () => {
    expect(await refusalOf([{ kind: 'remove', itemStripeId: theirs.item }])).toBe('SUBSCRIPTION_EMPTIED')
    const yearly = await at.newPrice(30_000, { recurring: { interval: 'year' } })
    expect(await refusalOf([{ kind: 'add', priceStripeId: yearly, quantity: 1 }])).toBe('INTERVALS_DIFFER')
  })

  test('counted from outside of the running period', async () => {
    expect(await refusalOf(toQuantity(2), { prorationAt: iso(JUNE - DAY) })).toBe('PRORATION_OUTSIDE_PERIOD')
    expect(await refusalOf(toQuantity(2), { prorationAt: iso(JUNE + 30 * DAY) })).toBe('PRORATION_OUTSIDE_PERIOD')
  })

  test('of another customer’s subscription, and of none', async () => {
    const { id: customer } = await at.stripe.customers.create({
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    })
    const other = await at.subscribe(3000, { customer, metadata: { team: 'marlow' } })
    expect(await codeOf(at.change(other.id, toQuantity(2, other.item)))).toBe('SUBSCRIPTION_ELSEWHERE')
    expect(await codeOf(at.change('sub_0', toQuantity(2)))).toBe('SUBSCRIPTION_ELSEWHERE')
  })

  test('where Stripe shows no invoice for it: it ends and nothing is prorated', async () => {
    const ending = await at.subscribe(3000, { cancel_at_period_end: true })
    const wish = at.change(ending.id, toQuantity(2, ending.item), { proration: 'none' })
    expect(await codeOf(wish)).toBe('NOTHING_TO_PREVIEW')
  })
})

describe('anything is refused', () => {
  const every = (id: string, item: string): SubscriptionWish[] => [
    at.change(id, toQuantity(2, item)),
    { kind: 'subscription.pause', payload: { subscriptionStripeId: id, behavior: 'void', resumesAt: null } },
    { kind: 'subscription.resume', payload: { subscriptionStripeId: id, from: 'pause' } },
    { kind: 'subscription.cancel', payload: { subscriptionStripeId: id, when: 'period-end' } },
  ]

  test('while a schedule rules the subscription', async () => {
    const ruled = await at.subscribe(3000)
    await at.stripe.subscriptionSchedules.create({ from_subscription: ruled.id })
    for (const wish of every(ruled.id, ruled.item)) expect(await codeOf(wish)).toBe('SUBSCRIPTION_SCHEDULED')
  })

  test('once it has ended', async () => {
    const ended = await at.subscribe(3000)
    await at.stripe.subscriptions.cancel(ended.id)
    for (const wish of every(ended.id, ended.item)) expect(await codeOf(wish)).toBe('SUBSCRIPTION_NOT_RUNNING')
  })

  test('for a time that has passed', async () => {
    const past = iso(MIDDLE - DAY)
    expect(
      await codeOf({
        kind: 'subscription.pause',
        payload: { subscriptionStripeId: theirs.id, behavior: 'void', resumesAt: past },
      }),
    ).toBe('TIME_NOT_AHEAD')
    expect(
      await codeOf({
        kind: 'subscription.cancel',
        payload: { subscriptionStripeId: theirs.id, when: 'at', at: past },
      }),
    ).toBe('TIME_NOT_AHEAD')
  })

  test('when there is nothing to take back', async () => {
    for (const from of ['pause', 'cancellation'] as const) {
      const payload = { subscriptionStripeId: theirs.id, from }
      expect(await codeOf({ kind: 'subscription.resume', payload })).toBe('SUBSCRIPTION_UNCHANGED')
    }
  })
})
