import type { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import type { SubscriptionChange } from '../../server/ports/payment-writes.ts'
import { DAY, iso, itemOf, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'

// Guarantee: what a preview shows, with the parameters of the change, is what the change then bills; the coming
// invoices are told as far as Stripe's preview reaches and no further.

const sandbox = await openSandbox()
const usd = (amount: number) => ({ amount, currency: 'usd' })
const HALF = iso(JUNE + 15 * DAY)
const JULY = iso(JUNE + 30 * DAY)

const halfway = async (over: Partial<Stripe.SubscriptionCreateParams> = {}) => {
  const day = await openPaymentDay(sandbox)
  const subscription = await day.subscribe(3000, over)
  day.control.advanceTo(JUNE + 15 * DAY)
  const double = (more: Partial<SubscriptionChange> = {}): SubscriptionChange => ({
    subscriptionStripeId: subscription.id,
    items: [{ kind: 'update', itemStripeId: itemOf(subscription), quantity: 2 }],
    proration: 'create_prorations',
    prorationAt: HALF,
    isNewCycle: false,
    payment: null,
    metadata: {},
    ...more,
  })
  const newest = async () => (await day.stripe.invoices.list({ customer: day.customer })).data[0]
  return { ...day, id: subscription.id, item: itemOf(subscription), double, newest }
}

describe('the preview of a change', () => {
  test('left to the renewal: 6000 and the half of 3000 more, which is then billed', async () => {
    const { gateway, double, control, newest } = await halfway()
    const shown = await gateway.previewChange(double())
    expect(shown?.billedNow).toBeNull()
    expect(shown?.prorations).toEqual(usd(1500))
    expect(shown?.renewal).toMatchObject({ total: usd(7500), amountDue: usd(7500) })
    expect(shown?.recurring).toEqual({ at: JULY, amount: usd(6000) })
    expect(shown?.lines.filter((line) => line.isProration).map((line) => line.amount.amount)).toHaveLength(2)
    expect(shown?.lines.find((line) => !line.isProration)).toMatchObject({ amount: usd(6000), periodStartsAt: JULY })
    await gateway.changeSubscription(double(), 'req_1/change/1')
    control.advanceTo(JUNE + 31 * DAY)
    expect((await newest())?.total).toBe(7500)
  })

  test('billed at once: 1500 now and 6000 at the renewal, and now is what is then paid', async () => {
    const { gateway, double, newest } = await halfway()
    const change = double({ proration: 'always_invoice' })
    const shown = await gateway.previewChange(change)
    expect(shown).toMatchObject({ billedNow: { total: usd(1500) }, prorations: usd(1500) })
    expect(shown?.renewal?.total).toEqual(usd(6000))
    expect(shown?.recurring).toEqual({ at: JULY, amount: usd(6000) })
    await gateway.changeSubscription(change, 'req_1/change/1')
    expect(await newest()).toMatchObject({ total: 1500, status: 'paid' })
  })

  test('sent days later, the change bills what was shown', async () => {
    const { gateway, double, control, newest } = await halfway()
    const change = double({ proration: 'always_invoice' })
    const shown = await gateway.previewChange(change)
    control.advanceTo(JUNE + 20 * DAY)
    await gateway.changeSubscription(change, 'req_1/change/1')
    expect((await newest())?.total).toBe(shown?.billedNow?.total.amount)
    expect((await newest())?.total).toBe(1500)
  })

  test('without prorations there is nothing now', async () => {
    const { gateway, double } = await halfway()
    const shown = await gateway.previewChange(double({ proration: 'none' }))
    expect(shown).toMatchObject({ billedNow: null, prorations: usd(0), renewal: { total: usd(6000) } })
  })

  test('another interval bills its first year now: 30000 less the half of 3000', async () => {
    const { gateway, stripe, product, item, double, newest } = await halfway()
    const yearly = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 30_000,
      recurring: { interval: 'year' },
    })
    const change = double({ items: [{ kind: 'update', itemStripeId: item, priceStripeId: yearly.id }] })
    const shown = await gateway.previewChange(change)
    expect(shown).toMatchObject({ billedNow: { total: usd(28_500) }, prorations: usd(-1500), renewal: null })
    expect(shown?.recurring).toEqual({ at: iso(JUNE + (15 + 365) * DAY), amount: usd(30_000) })
    await gateway.changeSubscription(change, 'req_1/change/1')
    expect((await newest())?.total).toBe(28_500)
  })

  test('of a subscription that ends leaves prorations to its last invoice, and nothing is billed now', async () => {
    const { gateway, stripe, double, id, control, newest } = await halfway()
    await stripe.subscriptions.update(id, { cancel_at_period_end: true })
    const shown = await gateway.previewChange(double())
    expect(shown).toMatchObject({ billedNow: null, prorations: usd(1500), renewal: { total: usd(1500) } })
    expect(shown?.recurring).toBeNull()
    await gateway.changeSubscription(double(), 'req_1/change/1')
    expect(await gateway.previewComingInvoices(id, 3)).toMatchObject({
      invoices: [{ beforeDiscounts: usd(1500), discountable: usd(0) }],
      stopsAt: 'end',
    })
    control.advanceTo(JUNE + 31 * DAY)
    expect((await newest())?.total).toBe(1500)
  })

  test('changes nothing, and of nothing is null', async () => {
    const { gateway, double, id, customer } = await halfway()
    await gateway.previewChange(double({ proration: 'always_invoice' }))
    expect((await gateway.readSubscription(id))?.subscription.items[0]?.quantity).toBe(1)
    expect(await gateway.listPendingItems(customer)).toEqual([])
    expect(await gateway.previewChange(double({ subscriptionStripeId: 'sub_0' }))).toBeNull()
  })
})

describe('the preview of stopping', () => {
  test('a cancellation with its unused half of 3000, which then comes to the balance', async () => {
    const { gateway, id, customer, control } = await halfway()
    const shown = await gateway.previewCancellation(id, true)
    expect(shown).toMatchObject({ prorations: usd(-1500), invoice: { total: usd(-1500), amountDue: usd(0) } })
    expect(shown?.lines.map((line) => [line.amount.amount, line.isProration])).toEqual([[-1500, true]])
    await gateway.cancelSubscription(
      { subscriptionStripeId: id, kind: 'now', isProrated: true, isInvoicedNow: true },
      'req_1/cancel/1',
    )
    control.advanceTo(JUNE + 16 * DAY)
    const [entry] = await gateway.listBalanceEntriesSince(customer, iso(JUNE))
    expect(entry?.endingBalance).toEqual(usd(-1500))
  })

  test('a cancellation that gives nothing back brings no invoice', async () => {
    const { gateway, id } = await halfway()
    expect(await gateway.previewCancellation(id, false)).toBeNull()
  })

  test('a pause with its unused half, and none where that waits', async () => {
    const { gateway, id } = await halfway()
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: true, isInvoicedNow: true }
    expect(await gateway.previewPause(pause)).toMatchObject({ prorations: usd(-1500), invoice: { total: usd(-1500) } })
    expect(await gateway.previewPause({ ...pause, isInvoicedNow: false })).toBeNull()
    expect((await gateway.readSubscription(id))?.subscription.status).toBe('active')
  })

  test('a resumption with the month that it is then paid for', async () => {
    const { gateway, id, control, newest } = await halfway()
    const pause = { subscriptionStripeId: id, isUnusedTimeCredited: false, isInvoicedNow: false }
    await gateway.pauseSubscription(pause, 'req_1/pause/1')
    control.advanceTo(JUNE + 40 * DAY)
    const resume = { subscriptionStripeId: id, isNewCycle: true, prorationAt: null, isChargedNow: true }
    expect(await gateway.previewResumption(resume)).toMatchObject({ prorations: usd(0), invoice: { total: usd(3000) } })
    await gateway.resumeSubscription(resume, 'req_2/resume/1')
    expect((await newest())?.total).toBe(3000)
  })
})

describe('the coming invoices', () => {
  test('the next as previewed, later ones as what recurs in it; a discount may not touch prorations', async () => {
    const { gateway, double, id, item, product } = await halfway()
    await gateway.changeSubscription(double(), 'req_1/change/1')
    const { invoices, stopsAt } = await gateway.previewComingInvoices(id, 3)
    expect(stopsAt).toBeNull()
    expect(
      invoices.map(({ at, beforeDiscounts, discountable, source }) => [at, beforeDiscounts, discountable, source]),
    ).toEqual([
      [JULY, usd(7500), usd(6000), 'preview'],
      ['2026-08-01T00:00:00.000Z', usd(6000), usd(6000), 'repeated'],
      ['2026-09-01T00:00:00.000Z', usd(6000), usd(6000), 'repeated'],
    ])
    const [next, later] = invoices
    const plain = { itemStripeId: item, productStripeId: product, amount: usd(6000), isDiscountable: true }
    expect(later?.lines).toEqual([plain])
    expect(next?.lines).toContainEqual(plain)
    const prorations = next?.lines.filter((line) => !line.isDiscountable).map((line) => line.amount.amount)
    expect(prorations?.toSorted((a, b) => a - b)).toEqual([-1500, 3000])
  })

  test('a live discount doesn’t lower what discounts are taken from', async () => {
    const { gateway, stripe, id } = await halfway()
    await stripe.coupons.create({ id: 'five', amount_off: 500, currency: 'usd', duration: 'forever' })
    await stripe.subscriptions.update(id, { discounts: [{ coupon: 'five' }] })
    const { invoices } = await gateway.previewComingInvoices(id, 2)
    expect(invoices.map((row) => row.beforeDiscounts.amount)).toEqual([3000, 3000])
  })

  test('keep the day of the month that they began with, or its last: 31 January, 28 February, 31 March', async () => {
    const day = await openPaymentDay(sandbox)
    day.control.advanceTo(Date.UTC(2026, 11, 31, 9) / 1000)
    const { id } = await day.subscribe(3000)
    const { invoices } = await day.gateway.previewComingInvoices(id, 4)
    expect(invoices.map((row) => row.at)).toEqual([
      '2027-01-31T09:00:00.000Z',
      '2027-02-28T09:00:00.000Z',
      '2027-03-31T09:00:00.000Z',
      '2027-04-30T09:00:00.000Z',
    ])
    // Every one of them comes when it was foretold.
    day.control.advanceTo(Date.UTC(2027, 3, 30, 10) / 1000)
    const made = (await day.stripe.invoices.list({ customer: day.customer })).data.toReversed()
    expect(made.slice(1).map((row) => iso(row.created))).toEqual(invoices.map((row) => row.at))
  })

  test('end with the subscription', async () => {
    const { gateway, stripe, id } = await halfway()
    await stripe.subscriptions.update(id, { cancel_at: JUNE + 70 * DAY, proration_behavior: 'none' })
    const some = await gateway.previewComingInvoices(id, 6)
    expect(some.invoices.map((row) => row.at)).toEqual([JULY, '2026-08-01T00:00:00.000Z'])
    expect(some.stopsAt).toBe('end')
    await stripe.subscriptions.update(id, { cancel_at_period_end: true })
    expect(await gateway.previewComingInvoices(id, 6)).toEqual({ invoices: [], stopsAt: 'end' })
  })

  test('stop at a schedule', async () => {
    const { gateway, stripe, id } = await halfway()
    await stripe.subscriptionSchedules.create({ from_subscription: id })
    const some = await gateway.previewComingInvoices(id, 6)
    expect(some.invoices.map((row) => row.source)).toEqual(['preview'])
    expect(some.stopsAt).toBe('schedule')
    expect((await gateway.previewComingInvoices(id, 1)).stopsAt).toBeNull()
  })
})
