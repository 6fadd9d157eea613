import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, JUNE, openBench, openDay } from './support.ts'

const bench = await openBench()

const JULY = JUNE + 30 * DAY
const HOUR = 3600

/** A subscription of 10.00 a month whose renewal on 1 July is declined. */
const declined = async () => {
  const day = await openDay(bench)
  const { id } = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await day.monthly(1000) }],
  })
  const bad = await day.stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: day.customer })
  await day.stripe.customers.update(day.customer, { invoice_settings: { default_payment_method: bad.id } })
  const latest = async () => {
    const { latest_invoice: invoice, ...subscription } = await day.stripe.subscriptions.retrieve(id, {
      expand: ['latest_invoice'],
    })
    if (invoice === null || typeof invoice === 'string') throw new Error('There is no invoice')
    return { subscription, invoice }
  }
  return { ...day, id, latest }
}

const good = async (stripe: Stripe, customer: string): Promise<string> =>
  (await stripe.paymentMethods.attach('pm_card_visa', { customer })).id

rules('docs, "Automate payment retries": custom retry schedule', 'a schedule of retries', () => {
  it('tries again as many days after the one before: 1 and 3', async () => {
    const { control, latest } = await declined()
    control.setDunning({ retryDays: [1, 3] })
    control.advanceTo(JULY + HOUR)
    expect((await latest()).invoice).toMatchObject({ attempt_count: 1, next_payment_attempt: JULY + HOUR + DAY })
    control.advanceTo(JULY + HOUR + DAY)
    expect((await latest()).invoice).toMatchObject({ attempt_count: 2, next_payment_attempt: JULY + HOUR + 4 * DAY })
    control.advanceTo(JULY + HOUR + 4 * DAY)
    expect((await latest()).invoice).toMatchObject({ attempt_count: 3, next_payment_attempt: null, status: 'open' })
  })

  it.each([[[1, 1, 1, 1]], [[2]], [[0]]])('%j is not offered', async (retryDays) => {
    const { control } = await declined()
    expect(() => control.setDunning({ retryDays })).toThrow('three retries')
  })
})

rules('docs, "Automate payment retries": subscription and invoice status', 'after the last retry', () => {
  const ended = async (subscription: 'cancel' | 'past_due' | 'unpaid', invoice: 'open' | 'uncollectible' = 'open') => {
    const made = await declined()
    made.control.setDunning({ retryDays: [1], subscription, invoice })
    made.control.advanceTo(JULY + HOUR + DAY - 1)
    expect((await made.latest()).subscription.status).toBe('past_due')
    made.control.advanceTo(JULY + HOUR + DAY)
    return made
  }

  it('a subscription is cancelled because of the payment', async () => {
    const { latest, stripe } = await ended('cancel')
    expect((await latest()).subscription).toMatchObject({
      status: 'canceled',
      cancellation_details: { reason: 'payment_failed' },
    })
    const { data } = await stripe.events.list({ type: 'customer.subscription.deleted' })
    expect(data).toHaveLength(1)
  })

  it('or becomes unpaid: its next invoice stays a draft', async () => {
    const { latest, control } = await ended('unpaid')
    expect((await latest()).subscription.status).toBe('unpaid')
    control.advanceTo(JULY + 32 * DAY)
    const { invoice, subscription } = await latest()
    expect(subscription.status).toBe('unpaid')
    expect(invoice).toMatchObject({ status: 'draft', auto_advance: false, total: 1000 })
  })

  it('or stays past due', async () => {
    expect((await (await ended('past_due')).latest()).subscription.status).toBe('past_due')
  })

  it('the invoice can be given up', async () => {
    expect((await (await ended('past_due', 'uncollectible')).latest()).invoice.status).toBe('uncollectible')
  })

  it('a bank debit that comes back counts when it does, not while it is on its way', async () => {
    const { control, latest, stripe, customer } = await declined()
    const debit = await stripe.paymentMethods.attach('pm_usBankAccount_insufficientFunds', { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: debit.id } })
    control.setDunning({ retryDays: [], subscription: 'cancel' })
    control.advanceTo(JULY + HOUR)
    expect((await latest()).subscription.status).toBe('active')
    control.advanceTo(JULY + 10 * DAY)
    expect((await latest()).subscription.status).toBe('canceled')
  })

  it('a retry that succeeds ends it all', async () => {
    const { control, latest, stripe, customer } = await declined()
    control.setDunning({ retryDays: [1], subscription: 'cancel', invoice: 'uncollectible' })
    control.advanceTo(JULY + HOUR)
    await stripe.customers.update(customer, {
      invoice_settings: { default_payment_method: await good(stripe, customer) },
    })
    control.advanceTo(JULY + HOUR + DAY)
    expect(await latest()).toMatchObject({ subscription: { status: 'active' }, invoice: { status: 'paid' } })
  })

  it('the settings are remembered with the account, and asked for over HTTP', async () => {
    const { control, latest } = await declined()
    const ask = async (body: object): Promise<Response> =>
      fetch(`http://${bench.sandbox.host}:${bench.sandbox.port}/_sandbox/dunning`, {
        method: 'POST',
        body: JSON.stringify({ key: control.key, ...body }),
      })
    expect((await ask({ subscription: 'forgive' })).status).toBe(400)
    expect(await (await ask({ retry_days: [], subscription: 'cancel' })).json()).toMatchObject({ retryDays: [] })
    control.restore(control.snapshot())
    control.advanceTo(JULY + HOUR)
    expect((await latest()).subscription.status).toBe('canceled')
  })
})
