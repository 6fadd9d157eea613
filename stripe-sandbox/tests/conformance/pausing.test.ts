import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { amountsOf, eventsOf, last, lived, pendingOf, withBadCard, withGoodCard } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench, refusalOf } from './support.ts'

/** `subscriptions.pause` and `resume`: neither service nor invoices while paused. */
const bench = await openBench()

const NOW = JUNE + 15 * DAY

const paused = async (params: Stripe.SubscriptionPauseParams = {}) => {
  const day = await lived(bench, 3000)
  const subscription = await day.stripe.subscriptions.pause(day.id, params)
  const resume = (given: Stripe.SubscriptionResumeParams = {}) => day.stripe.subscriptions.resume(day.id, given)
  return { ...day, paused: subscription, resume }
}

rules('docs, "Pause subscriptions"; SDK, SubscriptionPauseParams', 'pausing', () => {
  it('says since when and why, ends the period and makes no more invoices', async () => {
    const day = await paused()
    expect(day.paused).toMatchObject({
      status: 'paused',
      status_details: {
        paused: { subscription: { type: 'pause_requested' }, transitioned_at: NOW, type: 'subscription' },
      },
    })
    expect(day.paused.items.data[0]?.current_period_end).toBe(NOW)
    expect(await eventsOf(day.stripe, 'customer.subscription')).toEqual([
      'customer.subscription.created',
      'customer.subscription.updated',
      'customer.subscription.paused',
    ])
    day.control.advanceTo(JUNE + 100 * DAY)
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
  })

  it.each<[string, Stripe.SubscriptionPauseParams, number[]]>([
    ['the unused half by default', {}, [-1500]],
    ['nothing when asked so', { bill_for: { unused_time_from: { type: 'none' } } }, []],
    ['the whole period', { bill_for: { unused_time_from: { type: 'item_current_period_start' } } }, [-3000]],
  ])('credits %s', async (_name, params, expected) => {
    expect(await pendingOf(await paused(params))).toEqual(expected)
  })

  it('invoices the credit at once when asked so', async () => {
    const day = await paused({ invoicing_behavior: 'invoice' })
    expect(await last(day)).toMatchObject({ total: -1500, ending_balance: -1500, status: 'paid' })
    expect(await pendingOf(day)).toEqual([])
  })

  it('makes no invoice of nothing', async () => {
    const day = await paused({ invoicing_behavior: 'invoice', bill_for: { unused_time_from: { type: 'none' } } })
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
  })

  it.each<[string, Parameters<typeof lived>[2]]>([
    ['classic billing mode', { mode: 'classic' }],
    ['a trial', { params: { trial_period_days: 20 } }],
    ['sent invoices', { params: { collection_method: 'send_invoice', days_until_due: 9 } }],
  ])('is refused with %s', async (_name, start) => {
    const day = await lived(bench, 3000, start)
    expect((await refusalOf(day.stripe.subscriptions.pause(day.id))).statusCode).toBe(400)
  })

  it('leaves no end of a period to end at: only a time to come', async () => {
    const day = await paused()
    expect(await refusalOf(day.change({ cancel_at: 'min_period_end' }))).toMatchObject({ statusCode: 501 })
    expect(await refusalOf(day.change({ cancel_at_period_end: true }))).toMatchObject({ statusCode: 501 })
    expect(await refusalOf(day.change({ cancel_at: JUNE }))).toMatchObject({ statusCode: 400, param: 'cancel_at' })
    const at = JUNE + 90 * DAY
    expect((await day.change({ cancel_at: at })).cancel_at).toBe(at)
  })

  it('is refused with a schedule, and a second time', async () => {
    const scheduled = await lived(bench, 3000)
    await scheduled.stripe.subscriptionSchedules.create({ from_subscription: scheduled.id })
    expect((await refusalOf(scheduled.stripe.subscriptions.pause(scheduled.id))).statusCode).toBe(400)
    const day = await paused()
    expect((await refusalOf(day.stripe.subscriptions.pause(day.id))).statusCode).toBe(400)
    expect((await refusalOf(day.change({ items: [{ id: day.item, quantity: 2 }] }))).statusCode).toBe(501)
  })
})

rules('docs, "Pause subscriptions": resuming; SDK, SubscriptionResumeParams', 'resuming with a new anchor', () => {
  it('waits for the payment of a whole month less the credit: 3000 − 1500', async () => {
    const day = await paused()
    day.control.advanceTo(JUNE + 50 * DAY)
    const asked = await day.resume()
    expect(asked.status).toBe('paused')
    expect(asked.pending_update?.expires_at).toBe(JUNE + 50 * DAY + 23 * 3600)
    const invoice = await last(day)
    expect(amountsOf(invoice)).toEqual([-1500, 3000])
    expect(invoice).toMatchObject({ status: 'open', attempted: false, amount_due: 1500 })
    await day.stripe.invoices.pay(invoice.id)
    const resumed = await day.retrieve()
    expect(resumed).toMatchObject({ status: 'active', pending_update: null, billing_cycle_anchor: JUNE + 50 * DAY })
    expect(resumed.status_details).toBeUndefined()
    // 21 July to 21 August.
    expect(resumed.items.data[0]).toMatchObject({
      current_period_start: JUNE + 50 * DAY,
      current_period_end: JUNE + 81 * DAY,
    })
    expect((await eventsOf(day.stripe, 'customer.subscription')).at(-1)).toBe('customer.subscription.resumed')
  })

  it('charges in the request with resume_on_payment_success', async () => {
    const day = await paused()
    expect((await day.resume({ payment_behavior: 'resume_on_payment_success' })).status).toBe('active')
    expect(await last(day)).toMatchObject({ status: 'paid', amount_paid: 1500 })
  })

  it('stays paused when that payment fails, and follows a later one', async () => {
    const day = await paused()
    await withBadCard(day)
    const asked = await day.resume({ payment_behavior: 'resume_on_payment_success' })
    // One year after 16 June 2026.
    expect(asked).toMatchObject({ status: 'paused', pending_update: { expires_at: Date.UTC(2027, 5, 16) / 1000 } })
    await withGoodCard(day)
    await day.stripe.invoices.pay((await last(day)).id)
    expect((await day.retrieve()).status).toBe('active')
  })

  it('refuses to try without a method', async () => {
    const day = await paused()
    await day.stripe.customers.update(day.customer, { invoice_settings: { default_payment_method: '' } })
    const asked = day.resume({ payment_behavior: 'resume_on_payment_success' })
    expect((await refusalOf(asked)).statusCode).toBe(400)
    expect((await day.retrieve()).pending_update).toBeNull()
  })

  it('falls past due when the first attempt fails, and does not go back', async () => {
    const day = await paused()
    await day.resume()
    await withBadCard(day)
    const invoice = await last(day)
    await refusalOf(day.stripe.invoices.pay(invoice.id))
    expect((await day.retrieve()).status).toBe('past_due')
    expect((await day.stripe.invoices.retrieve(invoice.id)).next_payment_attempt).toBeNull()
  })

  it('is over after 23 hours without an attempt: void, and still paused', async () => {
    const day = await paused()
    await day.resume()
    day.control.advanceTo(NOW + 23 * 3600)
    expect((await last(day)).status).toBe('void')
    expect(await day.retrieve()).toMatchObject({ status: 'paused', pending_update: null })
  })

  it.each([
    ['voidInvoice', 'paused'],
    ['markUncollectible', 'active'],
  ] as const)('after %s is %s', async (verb, status) => {
    const day = await paused()
    await day.resume()
    await day.stripe.invoices[verb]((await last(day)).id)
    expect((await day.retrieve()).status).toBe(status)
  })
})

rules('docs, "Pause subscriptions"; SDK, SubscriptionResumeParams: unchanged', 'resuming with the old anchor', () => {
  const LATER = JUNE + 45 * DAY

  it('runs at once and charges the rest of the surrounding period later: 3000 × 16/31', async () => {
    const day = await paused({ bill_for: { unused_time_from: { type: 'none' } } })
    day.control.advanceTo(LATER)
    const resumed = await day.resume({ billing_cycle_anchor: { type: 'unchanged' } })
    expect(resumed).toMatchObject({ status: 'active', billing_cycle_anchor: JUNE })
    // 1 July to 1 August; on 16 July 16 of 31 days are left: 1548.39.
    expect(resumed.items.data[0]).toMatchObject({
      current_period_start: JUNE + 30 * DAY,
      current_period_end: JUNE + 61 * DAY,
    })
    expect(await pendingOf(day)).toEqual([1548])
  })

  it('without prorations gives the rest for nothing and renews as ever', async () => {
    const day = await paused({ bill_for: { unused_time_from: { type: 'none' } } })
    day.control.advanceTo(LATER)
    await day.resume({ billing_cycle_anchor: { type: 'unchanged' }, proration_behavior: 'none' })
    day.control.advanceTo(JUNE + 62 * DAY)
    expect(await last(day)).toMatchObject({ total: 3000, status: 'paid' })
  })

  it('with always_invoice waits for the payment of the rest', async () => {
    const day = await paused({ bill_for: { unused_time_from: { type: 'none' } } })
    day.control.advanceTo(LATER)
    const asked = await day.resume({
      billing_cycle_anchor: { type: 'unchanged' },
      proration_behavior: 'always_invoice',
    })
    expect(asked.status).toBe('paused')
    expect(await last(day)).toMatchObject({ total: 1548, status: 'open' })
    await day.stripe.invoices.pay((await last(day)).id)
    expect(await day.retrieve()).toMatchObject({ status: 'active', billing_cycle_anchor: JUNE })
  })

  it('prorates from proration_date: 3000 × 21/31', async () => {
    const day = await paused({ bill_for: { unused_time_from: { type: 'none' } } })
    day.control.advanceTo(LATER)
    await day.resume({ billing_cycle_anchor: { type: 'unchanged' }, proration_date: JUNE + 40 * DAY })
    // 2032.26.
    expect(await pendingOf(day)).toEqual([2032])
  })
})
