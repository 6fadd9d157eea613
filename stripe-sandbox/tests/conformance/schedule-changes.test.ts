import { expect, it } from 'vitest'
import { amountsOf, eventsOf, last, lived, pendingOf } from './life-support.ts'
import { rules } from './rules.ts'
import { JULY, MONTH, scheduled, twoMonths } from './schedule-support.ts'
import { DAY, invoicesOf, JUNE, openBench, refusalOf } from './support.ts'

/** Changes of running schedules, and their ends. */
const bench = await openBench()

rules('docs, "Subscription schedules": update', 'the running phase', () => {
  it('with other items changes the subscription at once and prorates: −1500 + 3000', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 15 * DAY)
    const [first] = day.phases
    await day.update({ phases: [{ items: [{ ...first?.items[0], quantity: 2 }], start_date: JUNE, end_date: JULY }] })
    expect((await day.subscription()).items.data[0]?.quantity).toBe(2)
    expect(await pendingOf(day)).toEqual([-1500, 3000])
  })

  it.each([
    ['none', 0, []],
    ['always_invoice', 1, [-1500, 3000]],
  ] as const)('follows the request’s proration_behavior %s', async (proration_behavior, more, amounts) => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 15 * DAY)
    const items = [{ ...day.phases[0]?.items[0], quantity: 2 }]
    await day.update({ phases: [{ items, start_date: JUNE, end_date: JULY }], proration_behavior })
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1 + more)
    if (more === 1) expect(amountsOf(await last(day))).toEqual(amounts)
    expect(await pendingOf(day)).toEqual([])
  })

  it('can end now and give way to the next, and is still told', async () => {
    const day = await scheduled(bench, twoMonths)
    const now = JUNE + 15 * DAY
    day.control.advanceTo(now)
    const [first, second] = day.phases
    const changed = await day.update({
      phases: [
        { items: first?.items ?? [], start_date: JUNE, end_date: 'now' },
        { items: second?.items ?? [], start_date: 'now', end_date: JULY },
      ],
    })
    expect(changed.phases.map(({ start_date, end_date }) => [start_date, end_date])).toEqual([
      [JUNE, now],
      [now, JULY],
    ])
    expect(await pendingOf(day)).toEqual([-1500, 3000])
  })

  it('may be left out once it is over', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JULY + DAY)
    const items = day.phases[1]?.items ?? []
    const changed = await day.update({ phases: [{ items, start_date: JULY, end_date: JUNE + 122 * DAY }] })
    expect(changed.phases.map(({ start_date }) => start_date)).toEqual([JUNE, JULY])
  })

  it('has at most ten phases with those to come', async () => {
    const day = await scheduled(bench, twoMonths)
    const phase = { items: day.phases[0]?.items ?? [], duration: MONTH }
    const phases = Array.from({ length: 11 }, (_, i) => (i === 0 ? { ...phase, start_date: JUNE } : phase))
    expect((await refusalOf(day.update({ phases }))).statusCode).toBe(400)
  })
})

rules('SDK, SubscriptionSchedule cancel and release', 'the end of a schedule', () => {
  it('by cancel prorates and invoices unless asked otherwise: −1500', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptionSchedules.cancel(day.made.id)
    expect(await day.subscription()).toMatchObject({ status: 'canceled' })
    expect((await last(day)).total).toBe(-1500)
    expect((await day.schedule()).status).toBe('canceled')
  })

  it('by cancel without either leaves no trace', async () => {
    const day = await scheduled(bench, twoMonths)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.stripe.subscriptionSchedules.cancel(day.made.id, { invoice_now: false, prorate: false })
    expect(await invoicesOf(day.stripe, day.customer)).toHaveLength(1)
    expect(await pendingOf(day)).toEqual([])
  })

  it('before its start makes no subscription', async () => {
    const day = await scheduled(bench, twoMonths, { start_date: JUNE + 5 * DAY })
    await day.stripe.subscriptionSchedules.cancel(day.made.id)
    day.control.advanceTo(JUNE + 10 * DAY)
    expect((await day.stripe.subscriptions.list({ customer: day.customer })).data).toEqual([])
  })

  it('by release leaves the subscription as it is', async () => {
    const day = await scheduled(bench, twoMonths)
    const released = await day.stripe.subscriptionSchedules.release(day.made.id)
    expect(released).toMatchObject({
      status: 'released',
      subscription: null,
      released_subscription: day.made.subscription,
    })
    day.control.advanceTo(JULY)
    expect((await last(day)).total).toBe(3000)
  })

  it('cannot begin with a subscription that has ended', async () => {
    const day = await lived(bench, 3000)
    await day.stripe.subscriptions.cancel(day.id)
    const asked = day.stripe.subscriptionSchedules.create({ from_subscription: day.id })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'from_subscription' })
  })

  it('discards a pending update when the next phase comes', async () => {
    const day = await lived(bench, 3000, { days: 20 })
    const { id } = await day.stripe.subscriptionSchedules.create({ from_subscription: day.id })
    const items = [{ price: await day.monthly(6000) }]
    const card = await day.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: day.customer })
    await day.change({ default_payment_method: card.id })
    const terms = { proration_behavior: 'always_invoice', payment_behavior: 'pending_if_incomplete' } as const
    await day.change({ ...terms, items: [{ id: day.item, quantity: 2 }] })
    expect((await day.retrieve()).pending_update?.expires_at).toBe(JUNE + 20 * DAY + 23 * 3600)
    const current = { items: [{ price: (await day.retrieve()).items.data[0]?.price.id ?? '' }], start_date: JUNE }
    await day.stripe.subscriptionSchedules.update(id, {
      phases: [
        { ...current, end_date: JUNE + 20.5 * DAY },
        { items, end_date: JUNE + 61 * DAY },
      ],
    })
    day.control.advanceTo(JUNE + 20.5 * DAY)
    expect((await day.retrieve()).pending_update).toBeNull()
    expect(await eventsOf(day.stripe, 'customer.subscription.pending')).toEqual([
      'customer.subscription.pending_update_expired',
    ])
  })
})
