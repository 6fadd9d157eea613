import { expect, it } from 'vitest'
import { amountsOf, last, pendingOf, withBadCard, withGoodCard } from './life-support.ts'
import { rules } from './rules.ts'
import { JULY, MONTH, type Phases, scheduled, twoMonths } from './schedule-support.ts'
import { DAY, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Subscription schedules; June has 30 days, July and August have 31. */
const bench = await openBench()

rules('docs, "Subscription schedules": create', 'a schedule that starts its own subscription', () => {
  it('starts it at once, and leaves its first invoice an hour as a draft', async () => {
    const day = await scheduled(bench, twoMonths)
    expect(day.made).toMatchObject({ status: 'active', current_phase: { start_date: JUNE, end_date: JULY } })
    expect(await day.subscription()).toMatchObject({
      id: day.made.subscription,
      schedule: day.made.id,
      status: 'active',
    })
    expect(await last(day)).toMatchObject({ total: 3000, status: 'draft', billing_reason: 'subscription_create' })
    day.control.advanceTo(JUNE + 3600)
    expect((await last(day)).status).toBe('paid')
  })

  it('starts it on a future date', async () => {
    const day = await scheduled(bench, twoMonths, { start_date: JUNE + 5 * DAY })
    expect(day.made).toMatchObject({ status: 'not_started', subscription: null, current_phase: null })
    expect((await day.stripe.subscriptions.list({ customer: day.customer })).data).toEqual([])
    day.control.advanceTo(JUNE + 5 * DAY)
    expect(await day.schedule()).toMatchObject({ status: 'active' })
    expect(await day.subscription()).toMatchObject({ start_date: JUNE + 5 * DAY, billing_cycle_anchor: JUNE + 5 * DAY })
  })

  it('in the past is refused by name', async () => {
    const day = await openDay(bench)
    const asked = { customer: day.customer, start_date: JUNE - DAY, phases: await twoMonths(day) }
    expect(await refusalOf(day.stripe.subscriptionSchedules.create(asked))).toMatchObject({
      statusCode: 501,
      param: 'start_date',
    })
  })

  it('takes its collection method and its quantity', async () => {
    const day = await scheduled(
      bench,
      async ({ monthly }) => [{ items: [{ price: await monthly(1000), quantity: 4 }], duration: MONTH }],
      { default_settings: { collection_method: 'send_invoice', invoice_settings: { days_until_due: 9 } } },
    )
    expect(await day.subscription()).toMatchObject({ collection_method: 'send_invoice', days_until_due: 9 })
    expect((await last(day)).total).toBe(4000)
  })
})

rules('docs, "Subscription schedules": transitions, completion, attributes', 'phases', () => {
  it('change the price where a period ends, without prorations, and let go: 3000, 6000, 6000', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 92 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(amountsOf)).toEqual([[3000], [6000], [6000], [6000]])
    expect(await day.schedule()).toMatchObject({ status: 'released', released_subscription: day.made.subscription })
    expect((await day.subscription()).schedule).toBeNull()
  })

  it('end the subscription when asked: 3000 and 6000 and no more', async () => {
    const day = await scheduled(bench, twoMonths, { end_behavior: 'cancel' })
    day.control.advanceTo(JUNE + 100 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([3000, 6000])
    expect((await day.schedule()).status).toBe('completed')
    expect(await day.subscription()).toMatchObject({ status: 'canceled', ended_at: JUNE + 61 * DAY })
  })

  it.each(['none', 'renew'] as const)('with end_behavior %s are refused by name', async (end_behavior) => {
    expect((await refusalOf(scheduled(bench, twoMonths, { end_behavior }))).statusCode).toBe(501)
  })

  // On 16 June half of June is left.
  it.each([
    ['create_prorations', [-1500, 3000], 1],
    ['always_invoice', [], 2],
    ['none', [], 1],
  ] as const)('in the middle of a period follow %s', async (proration_behavior, pending, invoices) => {
    const day = await scheduled(bench, async ({ monthly }) => [
      { items: [{ price: await monthly(3000) }], end_date: JUNE + 15 * DAY },
      { items: [{ price: await monthly(6000) }], duration: MONTH, proration_behavior },
    ])
    day.control.advanceTo(JUNE + 16 * DAY)
    expect(await pendingOf(day)).toEqual(pending)
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(invoices)
    if (invoices === 2) expect(amountsOf(await last(day))).toEqual([-1500, 3000])
  })

  it('bring a coupon and take it away: half of 3000, then 3000', async () => {
    const day = await scheduled(bench, async ({ stripe, monthly }) => {
      await stripe.coupons.create({ id: 'HALF', percent_off: 50, duration: 'forever' })
      const items = [{ price: await monthly(3000) }]
      return [
        { items, duration: MONTH, discounts: [{ coupon: 'HALF' }] },
        { items, duration: MONTH },
      ]
    })
    day.control.advanceTo(JULY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([1500, 3000])
    expect((await day.subscription()).discounts).toEqual([])
  })

  it('add, replace and unset metadata', async () => {
    const day = await scheduled(bench, async ({ monthly }) => {
      const items = [{ price: await monthly(3000) }]
      return [
        { items, duration: MONTH, metadata: { channel: 'self', region: 'apac', upsell: 'alpha' } },
        { items, duration: MONTH, metadata: { channel: 'sales', risk: 'high', upsell: '' } },
      ]
    })
    expect((await day.subscription()).metadata).toEqual({ channel: 'self', region: 'apac', upsell: 'alpha' })
    day.control.advanceTo(JULY)
    expect((await day.subscription()).metadata).toEqual({ channel: 'sales', region: 'apac', risk: 'high' })
  })

  it('with another interval start its cycle: a month, then a year', async () => {
    const day = await scheduled(bench, async ({ stripe, product, monthly }) => {
      const yearly = { product, currency: 'usd', unit_amount: 30_000, recurring: { interval: 'year' as const } }
      return [
        { items: [{ price: await monthly(3000) }], duration: MONTH },
        { items: [{ price: (await stripe.prices.create(yearly)).id }], duration: { interval: 'year' } },
      ]
    })
    day.control.advanceTo(JULY)
    expect((await last(day)).total).toBe(30_000)
    expect((await day.subscription()).items.data[0]?.current_period_end).toBe(JULY + 365 * DAY)
  })
})

rules('docs, "Subscription schedules": use trials; SDK, Phase.trial, trial_end', 'phases with trials', () => {
  it('begin with one: nothing, then 3000', async () => {
    const day = await scheduled(bench, async ({ monthly }) => [
      { items: [{ price: await monthly(3000) }], duration: MONTH, trial_end: JUNE + 10 * DAY },
    ])
    expect(await day.subscription()).toMatchObject({ status: 'trialing', trial_end: JUNE + 10 * DAY })
    day.control.advanceTo(JUNE + 10 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([0, 3000])
  })

  it('may be trials in whole, after a paid one: 3000, 0, 3000', async () => {
    const day = await scheduled(bench, async ({ monthly }) => {
      const items = [{ price: await monthly(3000) }]
      return [
        { items, duration: MONTH },
        { items, duration: MONTH, trial: true },
        { items, duration: MONTH },
      ]
    })
    day.control.advanceTo(JULY)
    expect(await day.subscription()).toMatchObject({ status: 'trialing', trial_end: JUNE + 61 * DAY })
    day.control.advanceTo(JUNE + 61 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([3000, 0, 3000])
    expect((await day.subscription()).status).toBe('active')
  })

  it.each<[string, Partial<Phases[number]>]>([
    ['outside its phase', { trial_end: JUNE + 40 * DAY }],
    ['elsewhere than at its end, when the whole is one', { trial: true, trial_end: JUNE + 10 * DAY }],
    ['in a phase that sets the anchor', { trial: true, billing_cycle_anchor: 'phase_start' }],
  ])('cannot end %s', async (_name, phase) => {
    const made = scheduled(bench, async ({ monthly }) => [
      { items: [{ price: await monthly(3000) }], end_date: JULY, ...phase },
    ])
    expect((await refusalOf(made)).statusCode).toBe(400)
  })
})

rules('SDK, SubscriptionScheduleExpiringEvent: 7 days before', 'the end of a schedule', () => {
  const told = async ({ stripe }: Awaited<ReturnType<typeof scheduled>>) =>
    (await stripe.events.list({ type: 'subscription_schedule.expiring' })).data.map(({ created }) => created)

  /** June and July have 61 days. */
  it('is announced once, on day 54, and again when it is moved', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 54 * DAY - 1)
    expect(await told(day)).toEqual([])
    day.control.advanceTo(JUNE + 56 * DAY)
    expect(await told(day)).toEqual([JUNE + 54 * DAY])
    const items = day.phases[1]?.items ?? []
    await day.update({ phases: [{ items, start_date: JULY, end_date: JUNE + 80 * DAY }] })
    day.control.advanceTo(JUNE + 79 * DAY)
    expect(await told(day)).toEqual([JUNE + 73 * DAY, JUNE + 54 * DAY])
  })

  it('is not, when the whole is shorter than seven days', async () => {
    const day = await scheduled(bench, async ({ monthly }) => [
      { items: [{ price: await monthly(3000) }], end_date: JUNE + 5 * DAY },
    ])
    day.control.advanceTo(JUNE + 6 * DAY)
    expect(await told(day)).toEqual([])
  })
})

rules('docs, "Defer credit prorations"; SDK, Phase.billing_cycle_anchor', 'a phase that starts a cycle', () => {
  /** July has 31 days; the phase begins after 15 of them. Its invoice waits its hour. */
  it('credits a period that is past due and bills the new one: −3000 × 16/31 + 6000', async () => {
    const turn = JULY + 15 * DAY
    const day = await scheduled(bench, async ({ monthly }) => [
      { items: [{ price: await monthly(3000) }], end_date: turn },
      { items: [{ price: await monthly(6000) }], duration: MONTH, billing_cycle_anchor: 'phase_start' },
    ])
    day.control.advanceTo(JUNE + DAY)
    await withBadCard(day)
    day.control.advanceTo(turn)
    expect(await day.subscription()).toMatchObject({ status: 'past_due', billing_cycle_anchor: turn })
    expect(amountsOf(await last(day))).toEqual([-1548, 6000])
    await withGoodCard(day)
    day.control.advanceTo(turn + 3600)
    // The latest invoice is paid, whatever became of the one before.
    expect((await last(day)).amount_paid).toBe(4452)
    expect((await day.subscription()).status).toBe('active')
    expect(day.control.held()).toEqual([])
  })
})
