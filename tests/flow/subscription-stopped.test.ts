// Guarantee: an end, a pause and their being taken back happen once, whatever happens to the replies. Unused time that was
// paid becomes credit: counted to the second it ends, never above what was paid for it.
import type { SubscriptionWish } from '@countersign/shared/features/subscription-work'
import { startSandbox } from 'stripe-sandbox'
import { afterAll, describe, expect, test } from 'vitest'
import { GatewayError } from '../../server/kernel/errors.ts'
import { DAY, iso, JUNE } from '../support/payment-day.ts'
import { MIDDLE, openSubscriptionDesk, usd } from '../support/subscription-desk.ts'

const sandbox = await startSandbox()
afterAll(() => sandbox.close())

const halfway = async (over: Parameters<Awaited<ReturnType<typeof openSubscriptionDesk>>['subscribe']>[1] = {}) => {
  const at = await openSubscriptionDesk(sandbox)
  const theirs = await at.subscribe(3000, over)
  at.moveTo(MIDDLE)
  return { ...at, ...theirs }
}

type At = Awaited<ReturnType<typeof halfway>>

const cancelNow = (id: string, isCredited = true): SubscriptionWish => ({
  kind: 'subscription.cancel',
  payload: { subscriptionStripeId: id, when: 'now', isCredited },
})

const LOST = ['drop_after', 'drop_before', 'error_after', 'error_before'] as const
const lastDay = JUNE + 17 * DAY

/** Finalised an hour later, the last invoice brings its credit to the balance. */
const settled = (at: At) => {
  at.moveTo(lastDay)
  return at.balanceEntries()
}

describe('an end now, half a month of 30.00 unused', () => {
  test('gives 15.00 back to the balance, as the card says', async () => {
    const at = await halfway()
    const done = await at.carryOut(cancelNow(at.id))
    expect(done.card.lines).toContainEqual({ label: 'Unused time becomes credit', before: null, after: '15.00 USD' })
    expect(done.card.lines).toContainEqual({ label: 'Next renewal', before: '30.00 USD', after: 'none' })
    expect(done).toMatchObject({ state: 'done', outcome: { kind: 'done', surprises: [] } })
    expect((await at.stripe.subscriptions.retrieve(at.id)).status).toBe('canceled')
    expect(await settled(at)).toEqual([-1500])
  })

  test('approved two days later, 13 of 30 days are left: 13.00, and the difference is said', async () => {
    const at = await halfway()
    const id = await at.ask(cancelNow(at.id))
    at.moveTo(MIDDLE + 2 * DAY)
    await at.approve(id)
    await at.driveOn(1)
    expect((await at.read(id)).outcome).toMatchObject({
      kind: 'done',
      surprises: [{ what: 'Credit for unused time', was: '15.00 USD', now: '13.00 USD' }],
    })
    at.moveTo(MIDDLE + 4 * DAY)
    expect(await at.balanceEntries()).toEqual([-1300])
  })

  test('after a refund of 20.00 is a credit of half of the 10.00 that stayed paid, not Stripe’s 15.00', async () => {
    const at = await halfway()
    const [charge] = (await at.stripe.charges.list({ customer: at.customer })).data
    await at.stripe.refunds.create({ charge: charge?.id ?? '', amount: 2000 })
    const done = await at.carryOut(cancelNow(at.id))
    expect(done.card.lines).toContainEqual({ label: 'Unused time becomes credit', before: null, after: '5.00 USD' })
    expect(done.card.warnings.join(' ')).toContain('Stripe would give 15.00 USD back, more than was paid')
    expect(done.outcome).toMatchObject({ kind: 'done', surprises: [], results: { end: { credit: usd(500) } } })
    expect(await settled(at)).toEqual([-500])
    expect(await at.invoices(at.id)).toEqual([{ total: 3000, status: 'paid' }])
  })

  test('that was credited back by a note is not given a second time', async () => {
    const at = await halfway()
    const [invoice] = (await at.stripe.invoices.list({ subscription: at.id })).data
    await at.stripe.creditNotes.create({ invoice: invoice?.id ?? '', amount: 3000, refund_amount: 3000 })
    const done = await at.carryOut(cancelNow(at.id))
    expect(done.card.warnings.join(' ')).toContain('No credit is given')
    expect(done.state).toBe('done')
    expect(await settled(at)).toEqual([])
  })

  test('of an invoice that nobody paid gives nothing back', async () => {
    const at = await halfway({ collection_method: 'send_invoice', days_until_due: 30 })
    const done = await at.carryOut(cancelNow(at.id))
    expect(done.card.warnings.join(' ')).toContain('No time that was paid is left unused.')
    expect(done.state).toBe('done')
    expect(await settled(at)).toEqual([])
  })

  test('paid from the balance is paid: 15.00', async () => {
    const at = await openSubscriptionDesk(sandbox)
    await at.stripe.customers.createBalanceTransaction(at.customer, { amount: -3000, currency: 'usd' })
    const { id } = await at.subscribe(3000)
    at.moveTo(MIDDLE)
    const done = await at.carryOut(cancelNow(id))
    expect(done.card.lines).toContainEqual({ label: 'Unused time becomes credit', before: null, after: '15.00 USD' })
  })

  test.each(['classic', 'flexible'] as const)(
    'of 30.00 for which half was paid by a coupon gives 7.50, %s',
    async (type) => {
      const at = await openSubscriptionDesk(sandbox)
      await at.stripe.coupons.create({ id: 'half', percent_off: 50, duration: 'forever' })
      const { id } = await at.subscribe(3000, { discounts: [{ coupon: 'half' }], billing_mode: { type } })
      at.moveTo(MIDDLE)
      const done = await at.carryOut(cancelNow(id))
      expect(done.card.lines).toContainEqual({ label: 'Unused time becomes credit', before: null, after: '7.50 USD' })
      expect(done).toMatchObject({ state: 'done', outcome: { surprises: [] } })
      at.moveTo(lastDay)
      expect(await at.balanceEntries()).toEqual([-750])
    },
  )

  test('without credit leaves the money where it is, and the card says so', async () => {
    const at = await halfway()
    const done = await at.carryOut(cancelNow(at.id, false))
    expect(done.card.warnings).toContain('Unused time that was paid is not given back.')
    expect(await settled(at)).toEqual([])
  })

  test.each(LOST)('%s: ended once, given back once', async (kind) => {
    const at = await halfway()
    const id = await at.ask(cancelNow(at.id))
    await at.approve(id)
    at.fail({ kind, path: `/v1/subscriptions/${at.id}`, method: 'DELETE' })
    await at.driveOn()
    expect(await at.read(id)).toMatchObject({ state: 'done' })
    expect(await settled(at)).toHaveLength(1)
  })

  test.each(LOST)('%s on the credit of what was paid: one credit', async (kind) => {
    const at = await halfway()
    const [charge] = (await at.stripe.charges.list({ customer: at.customer })).data
    await at.stripe.refunds.create({ charge: charge?.id ?? '', amount: 2000 })
    const id = await at.ask(cancelNow(at.id))
    await at.approve(id)
    at.fail({ kind, path: `/v1/customers/${at.customer}/balance_transactions` })
    await at.driveOn()
    expect(await at.read(id)).toMatchObject({ state: 'done' })
    expect(await settled(at)).toEqual([-500])
  })
})

describe('an end that somebody else made meanwhile, with a proration, while Stripe failed at ours', () => {
  const endBySomebodyElse = async (at: At, isCredited: boolean) => {
    const id = await at.ask(cancelNow(at.id, isCredited))
    await at.approve(id)
    const { stripe } = at.kernel
    stripe.cancelSubscription = async () => {
      await at.stripe.subscriptions.cancel(at.id, { prorate: true, invoice_now: true })
      throw new GatewayError('stripe', 'failed', { retryable: true })
    }
    await at.driveOn()
    return at.read(id)
  }

  test('gave 15.00 where 5.00 were signed: no credit comes on top, and the difference is said', async () => {
    const at = await halfway()
    const [charge] = (await at.stripe.charges.list({ customer: at.customer })).data
    await at.stripe.refunds.create({ charge: charge?.id ?? '', amount: 2000 })
    const done = await endBySomebodyElse(at, true)
    expect(await settled(at)).toEqual([-1500])
    const surprises = [{ what: 'Credit for unused time', was: '5.00 USD', now: '15.00 USD' }]
    expect(done).toMatchObject({ state: 'done', outcome: { surprises } })
  })

  test('gave 15.00 where nothing was to be given: it is said', async () => {
    const at = await halfway()
    const done = await endBySomebodyElse(at, false)
    expect(await settled(at)).toEqual([-1500])
    const surprises = [{ what: 'Credit for unused time', was: 'none', now: '15.00 USD' }]
    expect(done).toMatchObject({ state: 'done', outcome: { surprises } })
  })
})

describe('an end that lies ahead', () => {
  const STOPS = [
    ['with the period', { when: 'period-end' as const }, iso(JUNE + 30 * DAY)],
    ['at a day', { when: 'at' as const, at: iso(JUNE + 60 * DAY) }, iso(JUNE + 60 * DAY)],
  ] as const

  test.each(STOPS)('%s is set, said, and taken back by a request of its own', async (_name, when, end) => {
    const at = await halfway()
    const stop: SubscriptionWish = {
      kind: 'subscription.cancel',
      payload: { subscriptionStripeId: at.id, ...when },
    }
    const set = await at.carryOut(stop)
    expect(set).toMatchObject({ state: 'done', outcome: { surprises: [], results: { end: { cancelAt: end } } } })
    await expect(at.ask(stop)).rejects.toMatchObject({ code: 'SUBSCRIPTION_UNCHANGED' })
    const undo: SubscriptionWish = {
      kind: 'subscription.resume',
      payload: { subscriptionStripeId: at.id, from: 'cancellation' },
    }
    const back = await at.carryOut(undo)
    expect(back).toMatchObject({ state: 'done', outcome: { surprises: [], results: { resume: { cancelAt: null } } } })
    expect((await at.stripe.subscriptions.retrieve(at.id)).cancel_at).toBeNull()
  })

  test('within the period says that the paid rest is not given back', async () => {
    const at = await halfway()
    const payload = { subscriptionStripeId: at.id, when: 'at' as const, at: iso(JUNE + 20 * DAY) }
    const { card } = await at.read(await at.ask({ kind: 'subscription.cancel', payload }))
    expect(card.warnings).toContain('What follows that day in the running period is not given back.')
  })

  test.each(LOST)('%s: set once', async (kind) => {
    const at = await halfway()
    const id = await at.ask({
      kind: 'subscription.cancel',
      payload: { subscriptionStripeId: at.id, when: 'period-end' },
    })
    await at.approve(id)
    at.fail({ kind, path: `/v1/subscriptions/${at.id}` })
    await at.driveOn()
    expect(await at.read(id)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect((await at.stripe.subscriptions.retrieve(at.id)).cancel_at_period_end).toBe(true)
  })
})

describe('a pause of collection', () => {
  const pauseOf = (id: string): SubscriptionWish => ({
    kind: 'subscription.pause',
    payload: { subscriptionStripeId: id, behavior: 'void', resumesAt: iso(JUNE + 45 * DAY) },
  })

  test('voids July’s invoice, ends by itself, and August is paid', async () => {
    const at = await halfway()
    const done = await at.carryOut(pauseOf(at.id))
    expect(done.card.lines).toContainEqual({
      label: 'Collection',
      before: 'collected as usual',
      after: 'invoices are voided until 16 Jul 2026',
    })
    expect(done).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    at.moveTo(JUNE + 62 * DAY)
    expect(await at.invoices(at.id)).toEqual([
      { total: 3000, status: 'paid' },
      { total: 3000, status: 'void' },
      { total: 3000, status: 'paid' },
    ])
  })

  test('is taken back, and moved underneath it is stale', async () => {
    const at = await halfway()
    await at.carryOut(pauseOf(at.id))
    const resume: SubscriptionWish = {
      kind: 'subscription.resume',
      payload: { subscriptionStripeId: at.id, from: 'pause' },
    }
    const id = await at.ask(resume)
    await at.stripe.subscriptions.update(at.id, { pause_collection: { behavior: 'keep_as_draft' } })
    await at.approve(id)
    await at.driveOn(1)
    expect(await at.read(id)).toMatchObject({ state: 'stale' })
    expect((await at.stripe.subscriptions.retrieve(at.id)).pause_collection).not.toBeNull()
    expect(await at.carryOut(resume)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    expect((await at.stripe.subscriptions.retrieve(at.id)).pause_collection).toBeNull()
  })

  test.each(LOST)('%s: paused once, resumed once', async (kind) => {
    const at = await halfway()
    const path = `/v1/subscriptions/${at.id}`
    const wishes: SubscriptionWish[] = [
      pauseOf(at.id),
      { kind: 'subscription.resume', payload: { subscriptionStripeId: at.id, from: 'pause' } },
    ]
    for (const wish of wishes) {
      const id = await at.ask(wish)
      await at.approve(id)
      at.fail({ kind, path })
      await at.driveOn()
      expect(await at.read(id)).toMatchObject({ state: 'done', outcome: { surprises: [] } })
    }
    expect((await at.stripe.subscriptions.retrieve(at.id)).pause_collection).toBeNull()
  })
})
