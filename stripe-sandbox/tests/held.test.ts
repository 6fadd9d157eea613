import { expect, it } from 'vitest'
import { withBadCard } from './conformance/life-support.ts'
import { scheduled } from './conformance/schedule-support.ts'
import { DAY, JUNE, openBench, openDay } from './conformance/support.ts'
import { payingCustomer } from './support.ts'

/** Time is never refused: what it brings and the sandbox does not know waits by name, and everything else goes on. */
const bench = await openBench()

const TURN = JUNE + 45 * DAY

/** A schedule whose second phase starts a new cycle when its subscription has long been unpaid. */
const stuck = async () => {
  const day = await scheduled(bench, async ({ monthly }) => [
    { items: [{ price: await monthly(3000) }], end_date: TURN },
    {
      items: [{ price: await monthly(6000) }],
      duration: { interval: 'month', interval_count: 3 },
      billing_cycle_anchor: 'phase_start',
    },
  ])
  day.control.setDunning({ retryDays: [1], subscription: 'unpaid' })
  day.control.advanceTo(JUNE + DAY)
  await withBadCard(day)
  return day
}

const heldBy = ({ control }: Awaited<ReturnType<typeof stuck>>) =>
  control.held().map(({ kind, since }) => [kind, (since - JUNE) / DAY])

it('holds a phase that cannot be entered, and with it the renewal that would follow', async () => {
  const day = await stuck()
  expect(day.control.advanceTo(TURN + DAY)).toMatchObject({ now: TURN + DAY })
  expect(day.control.held()).toMatchObject([
    { id: day.made.id, kind: 'subscription_schedule', since: TURN, reason: expect.stringContaining('unpaid') },
  ])
  // July ends with day 61.
  day.control.advanceTo(JUNE + 70 * DAY)
  expect(heldBy(day)).toEqual([
    ['subscription_schedule', 45],
    ['subscription', 61],
  ])
  expect((await day.schedule()).current_phase).toMatchObject({ end_date: TURN })
})

it('lets everything else go on: another subscription renews, the customer can be changed', async () => {
  const day = await stuck()
  const other = await day.stripe.customers.create({
    payment_method: 'pm_card_visa',
    invoice_settings: { default_payment_method: 'pm_card_visa' },
  })
  await day.stripe.subscriptions.create({ customer: other.id, items: [{ price: await day.monthly(100) }] })
  day.control.advanceTo(TURN + 20 * DAY)
  // 2 June, 2 July and 2 August.
  expect((await day.stripe.invoices.list({ customer: other.id, status: 'paid' })).data).toHaveLength(3)
  expect(await day.stripe.customers.update(day.customer, { name: 'Ada' })).toMatchObject({ name: 'Ada' })
})

it('goes on when a request changes what was held: released, the subscription renews', async () => {
  const day = await stuck()
  day.control.advanceTo(JUNE + 70 * DAY)
  await day.stripe.subscriptionSchedules.release(day.made.id)
  day.control.advanceTo(JUNE + 71 * DAY)
  expect(day.control.held()).toEqual([])
  // The period that began with August.
  expect((await day.subscription()).items.data[0]).toMatchObject({
    current_period_start: JUNE + 61 * DAY,
    price: { unit_amount: 3000 },
  })
})

it('is kept by a snapshot, and told by the control API', async () => {
  const day = await stuck()
  day.control.advanceTo(TURN + DAY)
  const before = day.control.held()
  day.control.restore(day.control.snapshot())
  day.control.advanceTo(TURN + 2 * DAY)
  expect(day.control.held()).toEqual(before)
  const told = (await (await fetch(`${bench.sandbox.url}/_sandbox`)).json()) as { accounts: object[] }
  expect(await (await fetch(`${bench.sandbox.url}/?key=${day.control.key}`)).text()).toContain(day.made.id)
  expect(told.accounts).toContainEqual(expect.objectContaining({ key: day.control.key, held: before }))
})

it('leaves a test clock ready, and goes on with it', async () => {
  const { stripe, control, monthly } = await openDay(bench)
  control.setDunning({ retryDays: [1], subscription: 'unpaid' })
  const clock = await stripe.testHelpers.testClocks.create({ frozen_time: JUNE })
  const advance = (days: number) => stripe.testHelpers.testClocks.advance(clock.id, { frozen_time: JUNE + days * DAY })
  const { id: customer } = await payingCustomer(stripe, { test_clock: clock.id })
  const { id: schedule } = await stripe.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    phases: [
      { items: [{ price: await monthly(3000) }], end_date: TURN },
      { items: [{ price: await monthly(6000) }], billing_cycle_anchor: 'phase_start' },
    ],
  })
  await advance(1)
  await withBadCard({ stripe, customer })
  await advance(50)
  expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({ status: 'ready' })
  expect(control.held()).toMatchObject([{ id: schedule, since: TURN }])
  await stripe.subscriptionSchedules.cancel(schedule)
  await advance(51)
  expect(await stripe.testHelpers.testClocks.retrieve(clock.id)).toMatchObject({ status: 'ready' })
  expect(control.held()).toEqual([])
})
