import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, firstItem, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * Prorations (docs: "Prorations", "Compare classic and flexible billing mode"): by the second; unused time is credited,
 * remaining time is debited; flexible mode credits what was originally debited. June 2026 has 30 days.
 */
const bench = await openBench()

type Mode = 'classic' | 'flexible'

const subscribed = async (
  amount: number,
  { mode = 'flexible', quantity = 1 }: { mode?: Mode; quantity?: number } = {},
) => {
  const day = await openDay(bench)
  const subscription = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await day.monthly(amount), quantity }],
    billing_mode: { type: mode },
  })
  return { ...day, id: subscription.id, item: firstItem(subscription) }
}

const pendingOf = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<number[]> =>
  (await stripe.invoiceItems.list({ customer, pending: true, limit: 100 })).data
    .toReversed()
    .map(({ amount }) => amount)

rules('docs, "Prorations": to the second, unused and remaining time', 'a change of price', () => {
  // [old, new, day of the change, credit, debit]: old × left/30 and new × left/30, halves away from zero.
  it.each([
    [1000, 2000, 15, -500, 1000], // 15 of 30 days: the documentation's own example, 10 to 20 USD half way
    [3000, 6000, 10, -2000, 4000], // 20/30: 3000 × 2/3, 6000 × 2/3
    [3000, 1500, 20, -1000, 500], // 10/30: a downgrade gives 500 net
    [999, 1999, 15, -500, 1000], // 499.5 and 999.5 both round away from zero
    [1000, 2000, 1, -967, 1933], // 29/30: 966.67 and 1933.33
    [1000, 2000, 29, -33, 67], // 1/30: 33.33 and 66.67
    [100, 101, 7, -77, 77], // 23/30: 76.67 and 77.43
    [5000, 10, 25, -833, 2], // 5/30: 833.33 and 1.67
  ])('from %d to %d on day %d credits %d and debits %d', async (...[old, fresh, on, credit, debit]) => {
    const day = await subscribed(old)
    day.control.advanceTo(JUNE + on * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(fresh) }] })
    expect(await pendingOf(day)).toEqual([credit, debit])
  })

  // [seconds left of 2,592,000, credit of 10000, debit of 20000]
  it.each([
    [1, 0, 0], // 0.004 and 0.008: nothing, and a proration of nothing makes no item
    [130, -1, 1], // 0.50154 rounds to 1; 1.00309 to 1
    [3600, -14, 28], // 10000 × 3600/2592000 = 13.89; 27.78
    [86_399, -333, 667], // 333.329…; 666.659…
  ])('counts seconds: %d left', async (left, credit, debit) => {
    const day = await subscribed(10_000)
    const at = JUNE + 30 * DAY - left
    day.control.advanceTo(at)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(20_000) }] })
    expect(await pendingOf(day)).toEqual([credit, debit].filter((amount) => amount !== 0))
  })
})

rules('docs, "Prorations": quantities', 'a change of quantity', () => {
  it.each([
    [1000, 2, 5, 10, -1333, 3333], // 2000 × 2/3 = 1333.33; 5000 × 2/3 = 3333.33
    [1000, 5, 2, 15, -2500, 1000], // 5000/2; 2000/2
    [700, 3, 4, 20, -700, 933], // 2100/3; 2800/3 = 933.33
  ])('at %d each from %d to %d on day %d gives %d and %d', async (...[unit, from, to, on, credit, debit]) => {
    const day = await subscribed(unit, { quantity: from })
    day.control.advanceTo(JUNE + on * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, quantity: to }] })
    expect(await pendingOf(day)).toEqual([credit, debit])
  })

  it('to 0 only credits', async () => {
    const day = await subscribed(1000)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, quantity: 0 }] })
    expect(await pendingOf(day)).toEqual([-500])
  })

  it('from 0 has nothing to credit', async () => {
    const day = await subscribed(1000, { quantity: 0 })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, quantity: 2 }] })
    expect(await pendingOf(day)).toEqual([1000])
  })
})

rules('SDK, Subscription update, proration_behavior', 'proration_behavior', () => {
  it('none makes no items', async () => {
    const day = await subscribed(1000)
    day.control.advanceTo(JUNE + 15 * DAY)
    const price = await day.monthly(2000)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price }], proration_behavior: 'none' })
    expect(await pendingOf(day)).toEqual([])
  })

  it('create_prorations waits for the next invoice: −500 + 1000 + 2000', async () => {
    const day = await subscribed(1000)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(2000) }] })
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(day.stripe, day.customer))[1]).toMatchObject({ total: 2500, amount_paid: 2500 })
  })

  it('always_invoice charges the difference now: −500 + 1000', async () => {
    const day = await subscribed(1000)
    day.control.advanceTo(JUNE + 15 * DAY)
    const price = await day.monthly(2000)
    await day.stripe.subscriptions.update(day.id, {
      items: [{ id: day.item, price }],
      proration_behavior: 'always_invoice',
    })
    expect((await invoicesOf(day.stripe, day.customer))[1]).toMatchObject({ total: 500, status: 'paid' })
  })

  it('always_invoice of a downgrade credits the balance: −1000 + 500 is 500 for the next invoice', async () => {
    const day = await subscribed(2000)
    day.control.advanceTo(JUNE + 15 * DAY)
    const price = await day.monthly(1000)
    await day.stripe.subscriptions.update(day.id, {
      items: [{ id: day.item, price }],
      proration_behavior: 'always_invoice',
    })
    expect((await invoicesOf(day.stripe, day.customer))[1]).toMatchObject({
      total: -500,
      amount_due: 0,
      status: 'paid',
    })
    expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: -500 })
  })
})

rules('SDK, Subscription update, proration_date', 'proration_date', () => {
  it('prorates as though the change had been made then', async () => {
    const day = await subscribed(3000)
    day.control.advanceTo(JUNE + 20 * DAY)
    const price = await day.monthly(6000)
    // Day 10: 20/30 of 3000 and of 6000.
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price }], proration_date: JUNE + 10 * DAY })
    expect(await pendingOf(day)).toEqual([-2000, 4000])
  })

  it('must lie in the running period', async () => {
    const day = await subscribed(3000)
    const price = await day.monthly(6000)
    const early = day.stripe.subscriptions.update(day.id, {
      items: [{ id: day.item, price }],
      proration_date: JUNE - DAY,
    })
    expect(await refusalOf(early)).toMatchObject({ param: 'proration_date', statusCode: 400 })
  })
})

rules('docs, "Compare classic and flexible billing mode"', 'flexible mode credits what was debited', () => {
  it('not the price of today: a coupon added since does not shrink the credit', async () => {
    const day = await subscribed(10_000)
    await day.stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
    await day.stripe.subscriptions.update(day.id, { discounts: [{ coupon: 'HALF' }] })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(20_000) }] })
    // Debited 10000, half unused; 20000 less 50 %, half remaining.
    expect(await pendingOf(day)).toEqual([-5000, 5000])
  })

  it('net of the discount that the debit had, though the discount is gone', async () => {
    const day = await openDay(bench)
    await day.stripe.coupons.create({ id: 'ONCE', percent_off: 20, duration: 'once' })
    const subscription = await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: await day.monthly(10_000) }],
      discounts: [{ coupon: 'ONCE' }],
    })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(subscription.id, {
      items: [{ id: firstItem(subscription), price: await day.monthly(20_000) }],
    })
    // Debited 8000, half unused; the coupon is spent, so half of the full 20000.
    expect(await pendingOf(day)).toEqual([-4000, 10_000])
  })

  it('after a second change, what the first one debited', async () => {
    const day = await subscribed(3000)
    day.control.advanceTo(JUNE + 10 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(6000) }] })
    day.control.advanceTo(JUNE + 20 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(9000) }] })
    // −2000 + 4000 on day 10; on day 20 half of the 4000 is unused, and 9000 × 10/30.
    expect(await pendingOf(day)).toEqual([-2000, 4000, -2000, 3000])
  })

  it('the first debit again when a change was not prorated', async () => {
    const day = await subscribed(3000)
    const [large, small] = [await day.monthly(9000), await day.monthly(1500)]
    await day.stripe.subscriptions.update(day.id, {
      items: [{ id: day.item, price: large }],
      proration_behavior: 'none',
    })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: small }] })
    // 3000 had been debited, never 9000.
    expect(await pendingOf(day)).toEqual([-1500, 750])
  })

  it('spreads a fixed discount over the items in proportion', async () => {
    const day = await openDay(bench)
    await day.stripe.coupons.create({ id: 'TEN', amount_off: 1000, currency: 'usd', duration: 'forever' })
    const [a, b, c] = [await day.monthly(3000), await day.monthly(7000), await day.monthly(6000)]
    const subscription = await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: a }, { price: b }],
      discounts: [{ coupon: 'TEN' }],
    })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(subscription.id, { items: [{ id: firstItem(subscription), price: c }] })
    // Debited 3000 − 300 = 2700; now 6000 of 13000 carries 461.54 → 462 of the 1000: 5538. Halves: 1350 and 2769.
    expect(await pendingOf(day)).toEqual([-1350, 2769])
  })

  it('has nothing to credit in a trial', async () => {
    const day = await openDay(bench)
    const [small, large] = [await day.monthly(1000), await day.monthly(2000)]
    const subscription = await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: small }],
      trial_period_days: 10,
    })
    await day.stripe.subscriptions.update(subscription.id, { items: [{ id: firstItem(subscription), price: large }] })
    expect(await pendingOf(day)).toEqual([])
  })
})

rules('docs, "Compare classic and flexible billing mode"', 'classic mode credits the value of today', () => {
  it('under the discount of today', async () => {
    const day = await subscribed(10_000, { mode: 'classic' })
    await day.stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
    await day.stripe.subscriptions.update(day.id, { discounts: [{ coupon: 'HALF' }] })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(20_000) }] })
    // 10000 less 50 % less half; 20000 less 50 % less half.
    expect(await pendingOf(day)).toEqual([-2500, 5000])
  })

  it('at the price of today though less was debited', async () => {
    const day = await subscribed(3000, { mode: 'classic' })
    const [large, small] = [await day.monthly(9000), await day.monthly(1500)]
    await day.stripe.subscriptions.update(day.id, {
      items: [{ id: day.item, price: large }],
      proration_behavior: 'none',
    })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: small }] })
    // 9000 was never debited, but is the item's price: the surprise that flexible mode removes.
    expect(await pendingOf(day)).toEqual([-4500, 750])
  })

  it('under a fixed discount, which one item bears alone', async () => {
    const day = await subscribed(3000, { mode: 'classic' })
    await day.stripe.coupons.create({ id: 'OFF', amount_off: 100, currency: 'usd', duration: 'forever' })
    await day.stripe.subscriptions.update(day.id, { discounts: [{ coupon: 'OFF' }] })
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, quantity: 2 }] })
    // (3000 − 100) / 2 and (6000 − 100) / 2.
    expect(await pendingOf(day)).toEqual([-1450, 2950])
  })
})

rules('SDK, InvoiceItem.proration, period, parent; docs, "Prorations"', 'every proration', () => {
  it('is not discountable, and says that it is one, for what and for when', async () => {
    const day = await subscribed(1000)
    const at = JUNE + 15 * DAY
    day.control.advanceTo(at)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, price: await day.monthly(2000) }] })
    for (const one of (await day.stripe.invoiceItems.list({ customer: day.customer })).data)
      expect(one).toMatchObject({
        proration: true,
        discountable: false,
        period: { start: at, end: JUNE + 30 * DAY },
        parent: { subscription_details: { subscription: day.id, subscription_item: day.item } },
      })
  })

  it('adds an item for its remaining time and takes one away for its unused time', async () => {
    const day = await subscribed(3000)
    day.control.advanceTo(JUNE + 10 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ price: await day.monthly(1500) }] })
    day.control.advanceTo(JUNE + 20 * DAY)
    await day.stripe.subscriptions.update(day.id, { items: [{ id: day.item, deleted: true }] })
    // 1500 × 20/30; 3000 × 10/30.
    expect(await pendingOf(day)).toEqual([1000, -1000])
  })
})
