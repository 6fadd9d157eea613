import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { amountsOf, last, type Mode, pendingOf } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, firstItem, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Metered prices through trials, changes and ends; usage is never prorated. */
const bench = await openBench()

const metering = async (params: Partial<Stripe.SubscriptionCreateParams> = {}, mode: Mode = 'flexible') => {
  const day = await openDay(bench)
  const meter = await day.stripe.billing.meters.create({
    display_name: 'Calls',
    event_name: 'calls',
    default_aggregation: { formula: 'sum' },
  })
  const metered = async (amount: number): Promise<string> =>
    (
      await day.stripe.prices.create({
        product: day.product,
        currency: 'usd',
        unit_amount: amount,
        recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
      })
    ).id
  const report = (value: number): Promise<Stripe.Billing.MeterEvent> =>
    day.stripe.billing.meterEvents.create({
      event_name: 'calls',
      payload: { stripe_customer_id: day.customer, value: String(value) },
    })
  const subscription = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await metered(5) }],
    billing_mode: { type: mode },
    ...params,
  })
  const change = (update: Stripe.SubscriptionUpdateParams) => day.stripe.subscriptions.update(subscription.id, update)
  return { ...day, id: subscription.id, item: firstItem(subscription), change, metered, report }
}

const totalsOf = async ({ stripe, customer }: { stripe: Stripe; customer: string }): Promise<number[]> =>
  (await invoicesOf(stripe, customer)).map(({ total }) => total)

rules('docs, "Compare …": zero-amount line items', 'the first invoice', () => {
  it.each<[Mode, number[][]]>([
    ['classic', [[0]]],
    ['flexible', []],
  ])('in %s mode shows a metered item so: %j', async (mode, expected) => {
    const day = await metering({}, mode)
    expect((await invoicesOf(day.stripe, day.customer)).map(amountsOf)).toEqual(expected)
  })

  it('classic mode bills the usage at the end like flexible: 0, then 40 × 5', async () => {
    const day = await metering({}, 'classic')
    await day.report(40)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(await totalsOf(day)).toEqual([0, 200])
  })

  it('classic mode shows an item that comes later as a line of nothing', async () => {
    const day = await metering({}, 'classic')
    await day.change({ items: [{ price: await day.metered(9) }], proration_behavior: 'always_invoice' })
    expect(amountsOf(await last(day))).toEqual([0])
  })
})

rules('docs, "Use free trial periods": usage-based billing', 'usage in a trial', () => {
  it('is not billed, and what comes after it is: 0, then 7 × 5', async () => {
    const day = await metering({ trial_period_days: 10 })
    await day.report(100)
    day.control.advanceTo(JUNE + 10 * DAY)
    expect(await last(day)).toMatchObject({ total: 0 })
    await day.report(7)
    // 11 June to 11 July.
    day.control.advanceTo(JUNE + 41 * DAY)
    expect((await totalsOf(day)).at(-1)).toBe(35)
  })
})

rules('docs, "Manage your usage-based billing setup": cancel; SDK, Subscription cancel', 'the end', () => {
  it('at the end of the period bills the usage of the last one: 30 × 5', async () => {
    const day = await metering()
    await day.change({ cancel_at_period_end: true })
    await day.report(30)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect((await day.stripe.subscriptions.retrieve(day.id)).status).toBe('canceled')
    expect(await last(day)).toMatchObject({ total: 150, status: 'paid' })
  })

  it('now, with invoice_now, bills the usage so far: 12 × 5', async () => {
    const day = await metering()
    await day.report(12)
    day.control.advanceTo(JUNE + 3 * DAY)
    await day.stripe.subscriptions.cancel(day.id, { invoice_now: true })
    expect((await last(day)).total).toBe(60)
  })

  it('now, without it, bills nothing', async () => {
    const day = await metering()
    await day.report(12)
    await day.stripe.subscriptions.cancel(day.id)
    expect(await totalsOf(day)).toEqual([])
    expect(await pendingOf(day)).toEqual([])
  })

  it('at another time than the end of the period is refused by name', async () => {
    const day = await metering()
    expect((await refusalOf(day.change({ cancel_at: JUNE + 3 * DAY }))).statusCode).toBe(501)
  })
})

rules(
  'docs, "Manage your usage-based billing setup": mid-cycle; "Compare …": price at reporting',
  'another price',
  () => {
    // 1000 at 5 before, 500 at 7 after 16 June.
    it('in flexible mode bills each usage at the price of its time: 5000 and 3500', async () => {
      const day = await metering()
      await day.report(1000)
      day.control.advanceTo(JUNE + 15 * DAY)
      await day.change({ items: [{ id: day.item, price: await day.metered(7) }] })
      expect(await pendingOf(day)).toEqual([5000])
      await day.report(500)
      day.control.advanceTo(JUNE + 31 * DAY)
      expect(amountsOf(await last(day))).toEqual([5000, 3500])
    })

    it('in classic mode forgets what was used before: 3500', async () => {
      const day = await metering({}, 'classic')
      await day.report(1000)
      day.control.advanceTo(JUNE + 15 * DAY)
      await day.change({ items: [{ id: day.item, price: await day.metered(7) }] })
      await day.report(500)
      day.control.advanceTo(JUNE + 31 * DAY)
      expect(amountsOf(await last(day))).toEqual([3500])
    })

    it('with proration_behavior none forgets it in flexible mode too', async () => {
      const day = await metering()
      await day.report(1000)
      day.control.advanceTo(JUNE + 15 * DAY)
      await day.change({ items: [{ id: day.item, price: await day.metered(7) }], proration_behavior: 'none' })
      await day.report(500)
      day.control.advanceTo(JUNE + 31 * DAY)
      expect(await totalsOf(day)).toEqual([3500])
    })

    it('with always_invoice bills it at once', async () => {
      const day = await metering()
      await day.report(1000)
      day.control.advanceTo(JUNE + 15 * DAY)
      await day.change({ items: [{ id: day.item, price: await day.metered(7) }], proration_behavior: 'always_invoice' })
      expect(await last(day)).toMatchObject({ total: 5000, status: 'paid' })
    })

    it('that is licensed is prorated, and the usage billed: 2 × 5 and 3000 / 2', async () => {
      const day = await metering()
      await day.report(2)
      day.control.advanceTo(JUNE + 15 * DAY)
      await day.change({ items: [{ id: day.item, deleted: true }, { price: await day.monthly(3000) }] })
      expect((await pendingOf(day)).toSorted((a, b) => a - b)).toEqual([10, 1500])
    })
  },
)

rules('docs, "Set the billing cycle": usage-based billing; "Pause subscriptions"', 'a period cut short', () => {
  it('by a new anchor bills the usage accrued: 8 × 5', async () => {
    const day = await metering()
    await day.report(8)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.change({ billing_cycle_anchor: { type: 'now' } })
    expect((await last(day)).total).toBe(40)
  })

  it('by a pause bills it, and not what is used in the pause: 8 × 5, then 3 × 5', async () => {
    const day = await metering()
    await day.report(8)
    day.control.advanceTo(JUNE + 5 * DAY)
    await day.stripe.subscriptions.pause(day.id)
    expect(await pendingOf(day)).toEqual([40])
    await day.report(100)
    day.control.advanceTo(JUNE + 10 * DAY)
    await day.stripe.subscriptions.resume(day.id, { billing_cycle_anchor: { type: 'unchanged' } })
    await day.report(3)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(amountsOf(await last(day))).toEqual([40, 15])
  })

  it('by a pause that forgets it bills nothing', async () => {
    const day = await metering()
    await day.report(8)
    await day.stripe.subscriptions.pause(day.id, { bill_for: { outstanding_usage_through: { type: 'none' } } })
    expect(await pendingOf(day)).toEqual([])
  })
})
