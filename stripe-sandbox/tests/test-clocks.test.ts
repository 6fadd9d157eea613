import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, invoicesOf, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

/** 2026-01-01T00:00:00Z; January has 31 days, February 28. */
const JANUARY = Date.UTC(2026, 0, 1) / 1000
const FEBRUARY = JANUARY + 31 * DAY

const onClock = async (at = JANUARY) => {
  const { stripe, control } = freshAccount(bench)
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: at, name: 'Year' })
  const customer = await payingCustomer(stripe, { test_clock: clock.id })
  const price = await (await openShop(stripe)).monthly(1000)
  const advance = (to: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: to })
  return { stripe, control, clock, customer, price, advance }
}

const typesOf = async (stripe: Stripe): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data.map(({ type }) => type).toReversed()

describe('test clocks', () => {
  it('stand still, advance and are ready again (status: advancing, then ready)', async () => {
    const { stripe, clock, advance } = await onClock()
    expect(clock).toMatchObject({ status: 'ready', frozen_time: JANUARY, name: 'Year', deletes_after: JUNE + 30 * DAY })
    const advancing = await advance(JANUARY + DAY)
    expect(advancing).toMatchObject({
      status: 'advancing',
      status_details: { advancing: { target_frozen_time: JANUARY + DAY } },
    })
    expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({
      status: 'ready',
      frozen_time: JANUARY + DAY,
    })
    expect((await typesOf(stripe)).filter((type) => type.startsWith('test_helpers'))).toEqual([
      'test_helpers.test_clock.created',
      'test_helpers.test_clock.advancing',
      'test_helpers.test_clock.ready',
    ])
  })

  it('give their customers their time: created in January although the account is in June', async () => {
    const { stripe, clock, customer, price } = await onClock()
    const subscription = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    expect(customer).toMatchObject({ test_clock: clock.id })
    expect(subscription).toMatchObject({ created: JANUARY, test_clock: clock.id })
    expect(subscription.items.data[0]?.current_period_end).toBe(FEBRUARY)
    const [invoice] = await invoicesOf(stripe, customer.id)
    expect(invoice).toMatchObject({ created: JANUARY, test_clock: clock.id, status: 'paid' })
  })

  it('renew what lives on them and nothing else', async () => {
    const { stripe, control, customer, price, advance } = await onClock()
    const other = await payingCustomer(stripe)
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    await stripe.subscriptions.create({ customer: other.id, items: [{ price }] })
    await advance(FEBRUARY + 3600)
    const [first, second] = await invoicesOf(stripe, customer.id)
    expect([first?.created, second?.created, second?.status]).toEqual([JANUARY, FEBRUARY, 'paid'])
    expect(await invoicesOf(stripe, other.id)).toHaveLength(1)
    control.advanceTo(JUNE + 31 * DAY)
    expect(await invoicesOf(stripe, customer.id)).toHaveLength(2)
    expect(await invoicesOf(stripe, other.id)).toHaveLength(2)
  })

  it('dun per clock: three days after a failed charge it is tried again', async () => {
    const { stripe, customer, price, advance } = await onClock()
    const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id })
    await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: bad.id } })
    await advance(FEBRUARY + 3600)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due')
    await advance(FEBRUARY + 3600 + 3 * DAY)
    expect((await invoicesOf(stripe, customer.id)).at(-1)).toMatchObject({ attempt_count: 2, status: 'open' })
  })

  it('announce the end of a trial three days before, and end it', async () => {
    const { stripe, customer, price, advance } = await onClock()
    const { id } = await stripe.subscriptions.create({
      customer: customer.id,
      items: [{ price }],
      trial_period_days: 10,
    })
    await advance(JANUARY + 7 * DAY - 1)
    expect(await typesOf(stripe)).not.toContain('customer.subscription.trial_will_end')
    await advance(JANUARY + 7 * DAY)
    expect((await typesOf(stripe)).filter((type) => type.endsWith('trial_will_end'))).toHaveLength(1)
    await advance(JANUARY + 10 * DAY + 3600)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active')
    expect((await typesOf(stripe)).filter((type) => type.endsWith('trial_will_end'))).toHaveLength(1)
  })

  it('announce a trial of two days at once, and one that is ended early', async () => {
    const { stripe, customer, price } = await onClock()
    const params = { customer: customer.id, items: [{ price }] }
    await stripe.subscriptions.create({ ...params, trial_period_days: 2 })
    const { id } = await stripe.subscriptions.create({ ...params, trial_period_days: 30 })
    await stripe.subscriptions.update(id, { trial_end: 'now' })
    const told = (await typesOf(stripe)).filter((type) => type.endsWith('trial_will_end'))
    // The first is told when its clock moves, the second by the update.
    expect(told).toHaveLength(1)
  })

  it('refuse to go back, or further than two intervals of the shortest subscription', async () => {
    const { stripe, customer, price, advance } = await onClock()
    expect(await refusalOf(advance(JANUARY))).toMatchObject({ statusCode: 400, param: 'frozen_time' })
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    // Two months after 1 January is 1 March, 59 days later.
    expect(await refusalOf(advance(JANUARY + 59 * DAY + 1))).toMatchObject({ statusCode: 400, param: 'frozen_time' })
    expect((await advance(JANUARY + 59 * DAY)).status).toBe('advancing')
  })

  it('keep their customers out of lists that do not name them, and take three at most', async () => {
    const { stripe, clock, customer, price } = await onClock()
    await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    expect((await stripe.customers.list()).data).toEqual([])
    expect((await stripe.subscriptions.list()).data).toEqual([])
    expect((await stripe.customers.list({ test_clock: clock.id })).data.map(({ id }) => id)).toEqual([customer.id])
    expect((await stripe.subscriptions.list({ customer: customer.id })).data).toHaveLength(1)
    expect((await stripe.subscriptions.list({ test_clock: clock.id })).data).toHaveLength(1)
    await stripe.customers.create({ test_clock: clock.id })
    await stripe.customers.create({ test_clock: clock.id })
    expect((await refusalOf(stripe.customers.create({ test_clock: clock.id }))).param).toBe('test_clock')
  })

  it('are deleted with their customers, by themselves after thirty days', async () => {
    const { stripe, control, clock, customer, price } = await onClock()
    const { id } = await stripe.subscriptions.create({ customer: customer.id, items: [{ price }] })
    control.advanceTo(JUNE + 30 * DAY)
    expect((await refusalOf(stripe.testHelpers.testClocks.retrieve(clock.id))).code).toBe('resource_missing')
    expect(await stripe.customers.retrieve(customer.id)).toMatchObject({ deleted: true })
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: JANUARY })
    const second = await stripe.testHelpers.testClocks.create({ frozen_time: JANUARY })
    expect(await stripe.testHelpers.testClocks.del(second.id)).toMatchObject({ deleted: true })
  })
})
