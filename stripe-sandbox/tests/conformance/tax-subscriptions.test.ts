import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, firstItem, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

/** Taxes of subscriptions. June has thirty days, so that 16 June is half way. */
const bench = await openBench()

const HALF = JUNE + 15 * DAY

const subscribed = async (percentage: number, params: Partial<Stripe.SubscriptionCreateParams> = {}) => {
  const day = await openDay(bench)
  const rate = await rateOf(day.stripe, percentage)
  const subscription = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await day.monthly(1000) }],
    default_tax_rates: [rate],
    ...params,
  })
  return { ...day, rate, subscription, item: firstItem(subscription) }
}

const totals = async ({ stripe, customer }: Day): Promise<number[]> =>
  (await invoicesOf(stripe, customer)).map(({ total }) => total)

/** From 10.00 to 20.00 half way through June, billed at once. */
const upgraded = async (day: Awaited<ReturnType<typeof subscribed>>) => {
  day.control.advanceTo(HALF)
  const { latest_invoice: made } = await day.stripe.subscriptions.update(day.subscription.id, {
    items: [{ id: day.item, price: await day.monthly(2000) }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  })
  if (made === null || typeof made === 'string') throw new Error('The change was not billed')
  return made
}

const linesOf = ({ lines }: Stripe.Invoice) =>
  lines.data
    .map(({ amount, taxes }) => [amount, taxes?.[0]?.amount ?? null])
    .toSorted((a, b) => Number(a[0]) - Number(b[0]))

rules('SDK, Subscription.default_tax_rates and SubscriptionItem.tax_rates', 'the rates of a subscription', () => {
  it('are handed to each of its invoices: 10.00 and 20 % twice', async () => {
    const day = await subscribed(20)
    day.control.advanceTo(JUNE + 31 * DAY)
    const invoices = await invoicesOf(day.stripe, day.customer)
    expect(invoices).toMatchObject([
      { total: 1200, amount_paid: 1200, default_tax_rates: [{ id: day.rate }] },
      { total: 1200, amount_paid: 1200, default_tax_rates: [{ id: day.rate }] },
    ])
  })

  it("an item's own keep them away: 20 % of 10.00, 5 % of 30.00", async () => {
    const day = await openDay(bench)
    const [standard, reduced] = [await rateOf(day.stripe, 20), await rateOf(day.stripe, 5)]
    const made = await day.stripe.subscriptions.create({
      customer: day.customer,
      items: [{ price: await day.monthly(1000) }, { price: await day.monthly(3000), tax_rates: [reduced] }],
      default_tax_rates: [standard],
    })
    expect(made.items.data.map(({ tax_rates: rates }) => rates?.map(({ id }) => id))).toEqual([[], [reduced]])
    // 1000 + 200 + 3000 + 150.
    expect(await totals(day)).toEqual([4350])
  })

  it('changed, hold from the next invoice on and are not prorated', async () => {
    const day = await subscribed(20)
    const higher = await rateOf(day.stripe, 25)
    day.control.advanceTo(HALF)
    await day.stripe.subscriptions.update(day.subscription.id, { default_tax_rates: [higher] })
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(await totals(day)).toEqual([1200, 1250])
  })

  it('an item takes and loses its own', async () => {
    const day = await subscribed(20)
    const own = await rateOf(day.stripe, 7)
    await day.stripe.subscriptionItems.update(day.item, { tax_rates: [own] })
    day.control.advanceTo(JUNE + 31 * DAY)
    await day.stripe.subscriptionItems.update(day.item, { tax_rates: '' })
    day.control.advanceTo(JUNE + 62 * DAY)
    expect(await totals(day)).toEqual([1200, 1070, 1200])
  })

  it('a preview shows rates that are not there yet', async () => {
    const day = await subscribed(20)
    const higher = await rateOf(day.stripe, 25)
    const asked = { subscription: day.subscription.id, subscription_details: { default_tax_rates: [higher] } }
    expect(await day.stripe.invoices.createPreview(asked)).toMatchObject({ total: 1250 })
    expect(await day.stripe.invoices.createPreview({ subscription: day.subscription.id })).toMatchObject({
      total: 1200,
    })
  })

  it('a preview of items takes their own rates', async () => {
    const { stripe, customer } = await openDay(bench)
    const rate = await rateOf(stripe, 10)
    const item = { amount: 990, currency: 'usd', tax_rates: [rate] }
    const preview = await stripe.invoices.createPreview({ customer, invoice_items: [item] })
    expect(preview).toMatchObject({ subtotal: 990, total: 1089, total_taxes: [{ amount: 99 }] })
  })

  it('a trial owes no tax', async () => {
    const day = await subscribed(20, { trial_period_days: 7 })
    expect(await totals(day)).toEqual([0])
  })
})

rules('Not documented: whether phases keep rates that they do not name', 'schedules and tax rates', () => {
  it('are refused together, whichever comes first', async () => {
    const day = await subscribed(20)
    const { stripe, subscription, rate } = day
    const asked = stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'from_subscription' })
    await stripe.subscriptions.update(subscription.id, { default_tax_rates: '' })
    await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
    const again = stripe.subscriptions.update(subscription.id, { items: [{ id: day.item, tax_rates: [rate] }] })
    expect(await refusalOf(again)).toMatchObject({ statusCode: 501 })
  })
})

rules(
  'docs, "Compare classic and flexible billing mode": credits by what was debited, tax included',
  'prorations',
  () => {
    // Half of 10.00 back with its 1.00 tax, half of 20.00 with 2.00: −5 − 1 + 10 + 2 = 6.00.
    it('carry the tax of what they prorate', async () => {
      const invoice = await upgraded(await subscribed(20))
      expect(linesOf(invoice)).toEqual([
        [-500, -100],
        [1000, 200],
      ])
      expect(invoice).toMatchObject({ subtotal: 500, total: 600, total_taxes: [{ amount: 100, taxable_amount: 500 }] })
    })

    // The rate rose to 30 %: −5.00 − 20 % of it, + 10.00 + 30 % of it.
    it('flexible: the credit keeps the rate of its debit', async () => {
      const day = await subscribed(20)
      const higher = await rateOf(day.stripe, 30)
      await day.stripe.subscriptions.update(day.subscription.id, { default_tax_rates: [higher] })
      expect(linesOf(await upgraded(day))).toEqual([
        [-500, -100],
        [1000, 300],
      ])
    })

    it('classic: the credit takes the rate of today', async () => {
      const day = await subscribed(20, { billing_mode: { type: 'classic' } })
      const higher = await rateOf(day.stripe, 30)
      await day.stripe.subscriptions.update(day.subscription.id, { default_tax_rates: [higher] })
      expect(linesOf(await upgraded(day))).toEqual([
        [-500, -150],
        [1000, 300],
      ])
    })

    it('flexible: what bore no tax is given back without', async () => {
      const day = await subscribed(20, { default_tax_rates: [] })
      await day.stripe.subscriptions.update(day.subscription.id, { default_tax_rates: [day.rate] })
      expect(linesOf(await upgraded(day))).toEqual([
        [-500, null],
        [1000, 200],
      ])
    })

    // A second change at 23 June, 12:00 gives a quarter of June back of what the first had charged for half of it: 5.00 of 10.00.
    it('flexible: a second change gives back the first one, tax and all', async () => {
      const day = await subscribed(20)
      await upgraded(day)
      day.control.advanceTo(JUNE + 22.5 * DAY)
      await day.stripe.subscriptions.update(day.subscription.id, {
        items: [{ id: day.item, price: await day.monthly(4000) }],
        proration_behavior: 'always_invoice',
      })
      const last = (await invoicesOf(day.stripe, day.customer)).at(-1)
      expect(last && linesOf(last)).toEqual([
        [-500, -100],
        [1000, 200],
      ])
    })

    it('are refused once the exemption of the customer has changed', async () => {
      const day = await subscribed(20)
      await day.stripe.customers.update(day.customer, { tax_exempt: 'reverse' })
      expect(await refusalOf(upgraded(day))).toMatchObject({ statusCode: 501 })
    })

    // Inclusive 20 % of 10.00: half back is −5.00 with −0.83 tax inside, half of 20.00 is 10.00 with 1.67 inside.
    it('inclusive tax stays within them', async () => {
      const day = await subscribed(1)
      const inside = await rateOf(day.stripe, 20, { inclusive: true })
      const { id } = await day.stripe.customers.create({
        payment_method: 'pm_card_visa',
        invoice_settings: { default_payment_method: 'pm_card_visa' },
      })
      const subscription = await day.stripe.subscriptions.create({
        customer: id,
        items: [{ price: await day.monthly(1000) }],
        default_tax_rates: [inside],
      })
      const invoice = await upgraded({ ...day, customer: id, subscription, item: firstItem(subscription) })
      expect(linesOf(invoice)).toEqual([
        [-500, -83],
        [1000, 167],
      ])
      expect(invoice).toMatchObject({ total: 500, total_excluding_tax: 416 })
    })
  },
)
