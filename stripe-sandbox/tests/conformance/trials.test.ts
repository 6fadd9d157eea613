import { expect, it } from 'vitest'
import { amountsOf, last, lived, pendingOf } from './life-support.ts'
import { rules } from './rules.ts'
import { DAY, invoicesOf, JUNE, openBench, openDay, refusalOf } from './support.ts'

/** Trials on running subscriptions; the end of the trial is the new anchor. */
const bench = await openBench()

const TRIAL_END = JUNE + 40 * DAY

rules(
  'docs, "Prorations": adding trial_end; SDK, Subscription update: a trial starts',
  'a trial on a running one',
  () => {
    it('credits the unused half month and bills nothing else: −3000 / 2', async () => {
      const day = await lived(bench, 3000)
      const changed = await day.change({ trial_end: TRIAL_END })
      expect(changed).toMatchObject({ status: 'trialing', trial_end: TRIAL_END, billing_cycle_anchor: TRIAL_END })
      expect(changed.items.data[0]).toMatchObject({
        current_period_start: JUNE + 15 * DAY,
        current_period_end: TRIAL_END,
      })
      const invoice = await last(day)
      expect(amountsOf(invoice)).toEqual([-1500, 0])
      expect(invoice).toMatchObject({ total: -1500, amount_due: 0, ending_balance: -1500, status: 'paid' })
    })

    it('without prorations bills nothing at all', async () => {
      const day = await lived(bench, 3000)
      await day.change({ trial_end: TRIAL_END, proration_behavior: 'none' })
      expect(amountsOf(await last(day))).toEqual([0])
      expect(await day.stripe.customers.retrieve(day.customer)).toMatchObject({ balance: 0 })
    })

    it('credits from proration_date: 20/30 of 3000', async () => {
      const day = await lived(bench, 3000)
      await day.change({ trial_end: TRIAL_END, proration_date: JUNE + 10 * DAY })
      expect((await last(day)).total).toBe(-2000)
    })

    it('ends with a whole month less the credit: 3000 − 1500', async () => {
      const day = await lived(bench, 3000)
      await day.change({ trial_end: TRIAL_END })
      day.control.advanceTo(TRIAL_END + 3600)
      expect(await last(day)).toMatchObject({ total: 3000, starting_balance: -1500, amount_paid: 1500 })
      expect(await day.retrieve()).toMatchObject({ status: 'active', billing_cycle_anchor: TRIAL_END })
    })

    it('with another price credits the old one and bills the new one after the trial', async () => {
      const day = await lived(bench, 3000)
      await day.change({ trial_end: TRIAL_END, items: [{ id: day.item, price: await day.monthly(5000) }] })
      expect((await last(day)).total).toBe(-1500)
      day.control.advanceTo(TRIAL_END)
      expect((await last(day)).total).toBe(5000)
    })

    it('is previewed as it is then billed', async () => {
      const day = await lived(bench, 3000)
      const details = { trial_end: TRIAL_END, proration_date: JUNE + 12 * DAY }
      const preview = await day.stripe.invoices.createPreview({ subscription: day.id, subscription_details: details })
      // 18 of 30 days.
      expect(preview.total).toBe(-1800)
      await day.change(details)
      expect((await last(day)).total).toBe(-1800)
    })
  },
)

rules('docs, "Compare …": trials; "Set the billing cycle": changing by a trial', 'what a trial changes', () => {
  it.each([
    ['flexible', JUNE + 15 * DAY],
    ['classic', JUNE],
  ] as const)('in %s mode tells the start of the latest or of the first trial', async (mode, expected) => {
    const day = await lived(bench, 3000, { mode, params: { trial_end: JUNE + 5 * DAY } })
    const changed = await day.change({ trial_end: TRIAL_END })
    expect(changed.trial_start).toBe(expected)
  })

  it('takes the place of the renewal that would have come in between', async () => {
    const day = await lived(bench, 3000)
    await day.change({ trial_end: TRIAL_END, proration_behavior: 'none' })
    day.control.advanceTo(JUNE + 39 * DAY)
    expect((await invoicesOf(day.stripe, day.customer)).map(({ total }) => total)).toEqual([3000, 0])
  })

  it.each([
    ['flexible', 'Free trial for 1 × Plan'],
    ['classic', 'Trial period for Plan'],
  ] as const)('is described as %s mode describes it', async (mode, text) => {
    const day = await openDay(bench)
    const items = [{ price: await day.monthly(3000) }]
    const billing_mode = { type: mode }
    await day.stripe.subscriptions.create({ customer: day.customer, items, billing_mode, trial_period_days: 5 })
    expect((await last(day)).lines.data[0]?.description).toBe(text)
  })
})

rules('SDK, SubscriptionUpdateParams.trial_end', 'the end of a trial', () => {
  it('lies in the future', async () => {
    const day = await lived(bench, 3000)
    expect(await refusalOf(day.change({ trial_end: JUNE }))).toMatchObject({ param: 'trial_end', statusCode: 400 })
  })

  it('is at most two years after the anchor: 1 June 2028', async () => {
    const day = await lived(bench, 3000)
    const end = Date.UTC(2028, 5, 1) / 1000
    expect(await refusalOf(day.change({ trial_end: end + 1 }))).toMatchObject({ param: 'trial_end', statusCode: 400 })
    expect((await day.change({ trial_end: end })).trial_end).toBe(end)
  })

  it('“now” needs a trial that runs: what it would do else is not documented', async () => {
    const day = await lived(bench, 3000)
    expect((await refusalOf(day.change({ trial_end: 'now' }))).statusCode).toBe(501)
    expect(await pendingOf(day)).toEqual([])
  })
})
