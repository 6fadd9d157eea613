import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { payingCustomer } from '../support.ts'
import { lived } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay } from './support.ts'

/** `invoice.upcoming`: so many days before a renewal, as the account is set. */
const bench = await openBench()

const noticed = async (days: number | null, start: Parameters<typeof lived>[2] = {}) => {
  const day = await lived(bench, 3000, { days: 0, ...start })
  day.control.announceRenewals(days)
  const told = async (): Promise<Stripe.Event[]> => (await day.stripe.events.list({ type: 'invoice.upcoming' })).data
  return { ...day, told }
}

rules('SDK, event invoice.upcoming: days set, charged automatically, no id', 'an upcoming renewal', () => {
  it('is announced seven days ahead when so set, once, with what it will bill', async () => {
    const day = await noticed(7)
    day.control.advanceTo(JUNE + 23 * DAY - 1)
    expect(await day.told()).toEqual([])
    day.control.advanceTo(JUNE + 25 * DAY)
    const [event, ...more] = await day.told()
    expect(more).toEqual([])
    expect(event?.created).toBe(JUNE + 23 * DAY)
    expect(event?.data.object).toMatchObject({ object: 'invoice', total: 3000, billing_reason: 'upcoming' })
    expect(event?.data.object).not.toHaveProperty('id')
  })

  it('counts prorations and leaves nothing behind', async () => {
    const day = await noticed(3)
    day.control.advanceTo(JUNE + 15 * DAY)
    await day.change({ items: [{ id: day.item, price: await day.monthly(6000) }] })
    day.control.advanceTo(JUNE + 28 * DAY)
    // −1500 + 3000 + 6000.
    expect((await day.told())[0]?.data.object).toMatchObject({ total: 7500 })
    expect((await day.stripe.invoices.list({ customer: day.customer })).data).toHaveLength(1)
  })

  it('is announced again for the next period', async () => {
    const day = await noticed(7)
    day.control.advanceTo(JUNE + 55 * DAY)
    // That of June is older than thirty days by then and forgotten, as all events are.
    expect((await day.told()).map(({ created }) => created)).toEqual([JUNE + 54 * DAY])
  })

  it.each<[string, Stripe.SubscriptionUpdateParams]>([
    ['collection is paused', { pause_collection: { behavior: 'void' } }],
    ['the subscription ends', { cancel_at_period_end: true }],
  ])('is not announced while %s', async (_name, change) => {
    const day = await noticed(7)
    await day.change(change)
    day.control.advanceTo(JUNE + 31 * DAY)
    expect(await day.told()).toEqual([])
  })

  it('is not announced where the invoice is sent, or where no days are set', async () => {
    const sent = await noticed(7, { params: { collection_method: 'send_invoice', days_until_due: 5 } })
    sent.control.advanceTo(JUNE + 31 * DAY)
    expect(await sent.told()).toEqual([])
    const silent = await noticed(null)
    silent.control.advanceTo(JUNE + 31 * DAY)
    expect(await silent.told()).toEqual([])
  })

  it('announces the end of a trial, and holds for subscriptions made later', async () => {
    const day = await openDay(bench)
    day.control.announceRenewals(3)
    const items = [{ price: await day.monthly(3000) }]
    await day.stripe.subscriptions.create({ customer: day.customer, items, trial_period_days: 10 })
    day.control.advanceTo(JUNE + 7 * DAY)
    const { data } = await day.stripe.events.list({ type: 'invoice.upcoming' })
    expect(data[0]?.data.object).toMatchObject({ total: 3000 })
  })

  it('is announced and previewed in the time of a test clock', async () => {
    const day = await openDay(bench)
    day.control.announceRenewals(7)
    const clock = await day.stripe.testHelpers.testClocks.create({ frozen_time: JUNE })
    const { id: customer } = await payingCustomer(day.stripe, { test_clock: clock.id })
    const items = [{ price: await day.monthly(3000) }]
    const { id } = await day.stripe.subscriptions.create({ customer, items })
    const preview = await day.stripe.invoices.createPreview({ subscription: id })
    expect(preview).toMatchObject({ total: 3000, created: JUNE + 30 * DAY })
    await day.stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: JUNE + 24 * DAY })
    const { data } = await day.stripe.events.list({ type: 'invoice.upcoming' })
    expect(data.map(({ data: { object } }) => object)).toMatchObject([{ total: 3000, customer }])
  })
})
