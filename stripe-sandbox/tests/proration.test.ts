import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, invoicesOf, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const halfway = async () => {
  const account = freshAccount(bench)
  const { stripe, control } = account
  const { monthly } = await openShop(stripe)
  const [small, large] = [await monthly(10000), await monthly(20000)]
  const { id: customer } = await payingCustomer(stripe)
  const subscription = await stripe.subscriptions.create({ customer, items: [{ price: small }] })
  const item = subscription.items.data[0]!.id
  control.advanceTo(JUNE + 15 * DAY)
  return { ...account, customer, id: subscription.id, item, small, large }
}

describe('a change in the middle of a period of thirty days', () => {
  it('credits half of the old price and charges half of the new one on the next invoice', async () => {
    const { stripe, control, customer, id, item, large } = await halfway()
    await stripe.subscriptions.update(id, { items: [{ id: item, price: large }] })
    const { data } = await stripe.invoiceItems.list({ customer, pending: true })
    expect(data.map(({ amount, proration }) => [amount, proration])).toEqual([
      [10000, true],
      [-5000, true],
    ])
    control.advanceTo(JUNE + 31 * DAY)
    const [, next] = await invoicesOf(stripe, customer)
    expect(next!.lines.data.map(({ amount }) => amount)).toEqual([-5000, 10000, 20000])
    expect(next).toMatchObject({ total: 25000, status: 'paid' })
  })

  it('bills the difference at once with always_invoice', async () => {
    const { stripe, customer, id, item, large } = await halfway()
    await stripe.subscriptions.update(id, { items: [{ id: item, price: large }], proration_behavior: 'always_invoice' })
    const [, now] = await invoicesOf(stripe, customer)
    expect(now).toMatchObject({ total: 5000, status: 'paid', billing_reason: 'subscription_update' })
  })

  it('gives back on the next invoice when going down', async () => {
    const { stripe, customer, id, item } = await halfway()
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 3 }] })
    await stripe.subscriptions.update(id, { items: [{ id: item, quantity: 1 }] })
    // +15000 −5000, then −15000 +5000: nothing is left but the period itself.
    expect((await stripe.invoices.createPreview({ customer })).total).toBe(10000)
  })

  it('changes nothing now with none', async () => {
    const { stripe, customer, id, item, large } = await halfway()
    await stripe.subscriptions.update(id, { items: [{ id: item, price: large }], proration_behavior: 'none' })
    expect((await stripe.invoiceItems.list({ customer })).data).toEqual([])
  })

  it('credits what was debited and charges net of a percent discount', async () => {
    const { stripe, id, item, large } = await halfway()
    await stripe.coupons.create({ id: 'TENTH', percent_off: 10, duration: 'forever' })
    await stripe.subscriptions.update(id, { discounts: [{ coupon: 'TENTH' }] })
    await stripe.subscriptions.update(id, { items: [{ id: item, price: large }] })
    // Flexible mode credits half of the 10000 that were debited before the coupon: −5000 + 9000 + 20000 − 10 % of 20000.
    expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(22000)
  })
})

describe('previews', () => {
  it('show the next invoice and leave nothing behind', async () => {
    const { stripe, customer, id, item, large } = await halfway()
    const events = (await stripe.events.list({ limit: 100 })).data.length
    const next = await stripe.invoices.createPreview({ subscription: id })
    expect(next).toMatchObject({
      total: 10000,
      amount_due: 10000,
      status: 'draft',
      billing_reason: 'upcoming',
      created: JUNE + 30 * DAY,
    })
    const changed = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items: [{ id: item, price: large }] },
    })
    expect(changed.total).toBe(25000)
    const atOnce = await stripe.invoices.createPreview({
      subscription: id,
      subscription_details: { items: [{ id: item, price: large }], proration_behavior: 'always_invoice' },
    })
    expect(atOnce.total).toBe(5000)
    expect(await invoicesOf(stripe, customer)).toHaveLength(1)
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]!.price.unit_amount).toBe(10000)
    expect((await stripe.events.list({ limit: 100 })).data).toHaveLength(events)
  })

  it('take discounts, items and the balance into account', async () => {
    const { stripe, customer, id } = await halfway()
    await stripe.coupons.create({ id: 'FIFTY', percent_off: 50 })
    await stripe.customers.createBalanceTransaction(customer, { amount: -3000, currency: 'usd' })
    const preview = await stripe.invoices.createPreview({
      subscription: id,
      discounts: [{ coupon: 'FIFTY' }],
      invoice_items: [{ amount: 2000, currency: 'usd' }],
    })
    // (10000 + 2000) / 2, less the credit of 3000.
    expect(preview).toMatchObject({ subtotal: 12000, total: 6000, amount_due: 3000, starting_balance: -3000 })
    expect((await stripe.coupons.retrieve('FIFTY')).times_redeemed).toBe(0)
  })

  it('work for a subscription that does not exist yet', async () => {
    const { stripe, customer, large } = await halfway()
    const preview = await stripe.invoices.createPreview({
      customer,
      subscription_details: { items: [{ price: large, quantity: 2 }] },
    })
    expect(preview).toMatchObject({ total: 40000, status: 'draft' })
    expect((await stripe.subscriptions.list({ customer })).data).toHaveLength(1)
  })

  it('say so when nothing will come', async () => {
    const { stripe, customer, id } = await halfway()
    await stripe.subscriptions.update(id, { cancel_at_period_end: true })
    expect(await refusalOf(stripe.invoices.createPreview({ customer }))).toMatchObject({
      code: 'invoice_upcoming_none',
    })
  })
})

describe('schedules', () => {
  it('change the plan when their phase begins, then let the subscription go', async () => {
    const { stripe, control, customer, id, small, large } = await halfway()
    const schedule = await stripe.subscriptionSchedules.create({ from_subscription: id })
    const [phase] = schedule.phases
    await stripe.subscriptionSchedules.update(schedule.id, {
      end_behavior: 'release',
      phases: [
        { items: [{ price: small }], start_date: phase!.start_date, end_date: phase!.end_date },
        { items: [{ price: large, quantity: 2 }], duration: { interval: 'month' } },
      ],
    })
    expect((await stripe.subscriptions.retrieve(id)).schedule).toBe(schedule.id)
    expect((await stripe.invoices.createPreview({ subscription: id })).total).toBe(40000)
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer))[1]).toMatchObject({ total: 40000, status: 'paid' })
    control.advanceTo(JUNE + 62 * DAY)
    expect((await stripe.subscriptions.retrieve(id)).schedule).toBeNull()
    expect((await stripe.subscriptionSchedules.retrieve(schedule.id)).status).toBe('released')
  })
})
