import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, firstItem, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/**
 * Changes that start a new cycle (docs: "Change subscriptions", "Set the billing cycle"; SDK, Subscription update): another
 * interval or `billing_cycle_anchor=now` credits what is unused and bills a whole new period at once.
 */
const bench = await openBench()

const yearly = async ({ stripe, product }: Day, amount: number): Promise<string> =>
  (await stripe.prices.create({ product, currency: 'usd', unit_amount: amount, recurring: { interval: 'year' } })).id

const halfway = async () => {
  const day = await openDay(bench)
  const subscription = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await day.monthly(3000) }],
  })
  day.control.advanceTo(JUNE + 15 * DAY)
  const change = (params: Stripe.SubscriptionUpdateParams) => day.stripe.subscriptions.update(subscription.id, params)
  return { ...day, id: subscription.id, item: firstItem(subscription), change }
}

const last = async ({ stripe, customer }: Day): Promise<Stripe.Invoice | undefined> =>
  (await invoicesOf(stripe, customer)).at(-1)

rules('docs, "Change subscriptions": another interval starts a cycle now', 'another interval', () => {
  it('bills the year at once less the unused half month: 30000 − 1500', async () => {
    const day = await halfway()
    const changed = await day.change({ items: [{ id: day.item, price: await yearly(day, 30_000) }] })
    const now = JUNE + 15 * DAY
    expect(changed.billing_cycle_anchor).toBe(now)
    expect(changed.items.data[0]).toMatchObject({ current_period_start: now, current_period_end: now + 365 * DAY })
    expect(await last(day)).toMatchObject({ total: 28_500, status: 'paid', billing_reason: 'subscription_update' })
  })

  it('without prorations bills the whole year', async () => {
    const day = await halfway()
    await day.change({ items: [{ id: day.item, price: await yearly(day, 30_000) }], proration_behavior: 'none' })
    expect((await last(day))?.total).toBe(30_000)
  })

  it('to a cheaper one leaves the credit on the balance: 1000 a year − 1500', async () => {
    const day = await halfway()
    await day.change({ items: [{ id: day.item, price: await yearly(day, 1000) }] })
    expect(await last(day)).toMatchObject({ total: -500, amount_due: 0, ending_balance: -500 })
  })

  it('credits from proration_date: 20/30 of 3000', async () => {
    const day = await halfway()
    await day.change({
      items: [{ id: day.item, price: await yearly(day, 30_000) }],
      proration_date: JUNE + 10 * DAY,
    })
    expect((await last(day))?.total).toBe(28_000)
  })

  it('renews a year later', async () => {
    const day = await halfway()
    await day.change({ items: [{ id: day.item, price: await yearly(day, 30_000) }] })
    day.control.advanceTo(JUNE + (15 + 366) * DAY)
    expect(await last(day)).toMatchObject({ total: 30_000, billing_reason: 'subscription_cycle' })
  })
})

rules('SDK, Subscription update, billing_cycle_anchor', 'billing_cycle_anchor', () => {
  it('now credits the rest and bills a month: 3000 − 1500', async () => {
    const day = await halfway()
    const changed = await day.change({ billing_cycle_anchor: { type: 'now' } })
    // 16 June to 16 July.
    expect(changed.items.data[0]?.current_period_end).toBe(JUNE + 45 * DAY)
    expect((await last(day))?.total).toBe(1500)
  })

  it('now with another price credits the old one: 8000 − 1500', async () => {
    const day = await halfway()
    await day.change({
      items: [{ id: day.item, price: await day.monthly(8000) }],
      billing_cycle_anchor: { type: 'now' },
    })
    expect((await last(day))?.total).toBe(6500)
  })

  it('unchanged keeps the period', async () => {
    const day = await halfway()
    const changed = await day.change({ billing_cycle_anchor: { type: 'unchanged' } })
    expect(changed.items.data[0]?.current_period_end).toBe(JUNE + 30 * DAY)
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
  })
})

rules('SDK, Subscription update, payment_behavior', 'payment_behavior of a change that bills', () => {
  const withBadCard = async () => {
    const day = await halfway()
    await day.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: day.customer })
    const { data } = await day.stripe.paymentMethods.list({ customer: day.customer })
    await day.stripe.customers.update(day.customer, {
      invoice_settings: { default_payment_method: data[0]?.id ?? '' },
    })
    const items = [{ id: day.item, price: await day.monthly(9000) }]
    return { ...day, items }
  }

  it('allow_incomplete keeps the change and falls behind', async () => {
    const { change, items } = await withBadCard()
    const changed = await change({ items, proration_behavior: 'always_invoice', payment_behavior: 'allow_incomplete' })
    expect(changed.status).toBe('past_due')
    expect(changed.items.data[0]?.price.unit_amount).toBe(9000)
  })

  it('error_if_incomplete takes everything back with 402', async () => {
    const { stripe, id, change, items, customer } = await withBadCard()
    const asked = change({ items, proration_behavior: 'always_invoice', payment_behavior: 'error_if_incomplete' })
    expect((await refusalOf(asked)).statusCode).toBe(402)
    expect((await stripe.subscriptions.retrieve(id)).items.data[0]?.price.unit_amount).toBe(3000)
    expect(await invoicesOf(stripe, customer)).toHaveLength(1)
  })

  it('default_incomplete waits as past due without trying the card', async () => {
    const day = await halfway()
    const items = [{ id: day.item, price: await day.monthly(9000) }]
    const params = { items, proration_behavior: 'always_invoice', payment_behavior: 'default_incomplete' } as const
    expect((await day.change(params)).status).toBe('past_due')
    expect(await last(day)).toMatchObject({ status: 'open', attempted: false, amount_due: 3000 })
    await day.stripe.invoices.pay((await last(day))?.id ?? '')
    expect((await day.stripe.subscriptions.retrieve(day.id)).status).toBe('active')
  })
})

rules('SDK, Invoice create_preview', 'a preview is what is then billed', () => {
  type Details = Stripe.InvoiceCreatePreviewParams.SubscriptionDetails
  const at = JUNE + 12 * DAY

  it.each<[string, Details]>([
    ['always_invoice', { proration_behavior: 'always_invoice', proration_date: at }],
    ['anchor now', { billing_cycle_anchor: { type: 'now' }, proration_date: at }],
    ['no prorations', { billing_cycle_anchor: { type: 'now' }, proration_behavior: 'none' }],
  ])('with %s', async (_name, details) => {
    const day = await halfway()
    const items = [{ id: day.item, price: await day.monthly(7777), quantity: 3 }]
    const preview = await day.stripe.invoices.createPreview({
      subscription: day.id,
      subscription_details: { ...details, items },
    })
    await day.change({ ...(details as Stripe.SubscriptionUpdateParams), items })
    const real = await last(day)
    expect(real?.lines.data.map(({ amount }) => amount)).toEqual(preview.lines.data.map(({ amount }) => amount))
    expect(real).toMatchObject({ total: preview.total, subtotal: preview.subtotal, amount_due: preview.amount_due })
  })

  it('of another interval: 24000 − 1500', async () => {
    const day = await halfway()
    const items = [{ id: day.item, price: await yearly(day, 24_000) }]
    const preview = await day.stripe.invoices.createPreview({
      subscription: day.id,
      subscription_details: { items },
    })
    expect(preview.total).toBe(22_500)
    await day.change({ items })
    expect((await last(day))?.total).toBe(22_500)
  })
})
