import type { Stripe } from 'stripe'
import { describe, expect, it } from 'vitest'
import { CONFLICTING_TEAM, SAMPLE_KEY, SAMPLE_READ_ONLY_KEY, situation, situations } from '../samples/situations.ts'
import { clientOf, openBench, refusalOf } from './support.ts'

const { sandbox, stripe } = await openBench({ seed: 'sample' }, SAMPLE_KEY)

const customersOf = async (team: string): Promise<string[]> =>
  (await stripe.customers.search({ query: `metadata["team"]:"${team}"` })).data.map(({ id }) => id)

const subscriptionsOf = async (name: string): Promise<Stripe.Subscription[]> =>
  (
    await stripe.subscriptions.list({
      customer: situation(name).customer!,
      status: 'all',
      expand: ['data.latest_invoice'],
    })
  ).data

const statusOf = async (name: string): Promise<string> => (await subscriptionsOf(name))[0]!.status

describe('the sample', () => {
  it('has every situation under its fixed id', async () => {
    for (const [name, { customer, email }] of Object.entries(situations)) {
      if (customer === null || name === 'deleted') continue
      expect(await stripe.customers.retrieve(customer), name).toMatchObject({ email })
    }
    expect(await stripe.customers.retrieve(situation('deleted').customer!)).toMatchObject({ deleted: true })
    expect(Object.keys(situations).length).toBeGreaterThanOrEqual(30)
  })

  it('proves one team by three subscriptions and leaves another ambiguous', async () => {
    const { team, customer } = situation('proven')
    expect(await customersOf(team!)).toEqual([customer])
    expect((await subscriptionsOf('proven')).map(({ metadata }) => metadata['team'])).toEqual([team, team, team])
    expect(await customersOf(situation('ambiguousOld').team!)).toHaveLength(2)
  })

  it('has ids on the subscription only, in conflict, in another case, nowhere, and an e-mail only', async () => {
    const only = situation('subscriptionOnly')
    expect(await customersOf(only.team!)).toEqual([])
    const [found] = (await stripe.subscriptions.search({ query: `metadata["tenant-id"]:"${only.team}"` })).data
    expect(found!.customer).toBe(only.customer)
    expect((await subscriptionsOf('conflict'))[0]!.metadata['tenant-id']).toBe(CONFLICTING_TEAM)
    const cases = (await subscriptionsOf('caseDiffers')).flatMap(({ metadata }) => metadata['tenant-id'] ?? [])
    expect(cases).toEqual([situation('caseDiffers').team!.toLowerCase()])
    expect(await customersOf(situation('unknown').team!)).toEqual([])
    const weak = situation('weak')
    expect(await customersOf(weak.team!)).toEqual([])
    expect((await stripe.customers.list({ email: weak.email! })).data.map(({ id }) => id)).toEqual([weak.customer])
    const [session] = (await stripe.checkout.sessions.list({ customer: situation('checkoutReference').customer! })).data
    expect(session!.client_reference_id).toBe(situation('checkoutReference').team)
    expect(await subscriptionsOf('bare')).toEqual([])
  })

  it('has lived: forty invoices, and every state that time brings', async () => {
    const { customer } = situation('manyInvoices')
    expect((await stripe.invoices.list({ customer: customer!, limit: 100 })).data.length).toBeGreaterThanOrEqual(40)
    const expected = {
      pastDue: 'past_due',
      overdueInvoice: 'past_due',
      cancelled: 'canceled',
      pausedTrial: 'paused',
      trial: 'trialing',
      incomplete: 'incomplete',
      openInvoice: 'active',
      proven: 'active',
    }
    for (const [name, status] of Object.entries(expected)) expect(await statusOf(name), name).toBe(status)
    expect((await subscriptionsOf('cancelAtPeriodEnd'))[0]!).toMatchObject({
      status: 'active',
      cancel_at_period_end: true,
    })
    expect((await subscriptionsOf('pausedCollection'))[0]!.pause_collection?.behavior).toBe('void')
    const schedule = await stripe.subscriptionSchedules.retrieve(
      (await subscriptionsOf('scheduledChange'))[0]!.schedule as string,
    )
    expect(schedule.phases).toHaveLength(2)
    const states = (
      await stripe.invoices.list({ customer: situation('invoiceStates').customer!, limit: 100 })
    ).data.map(({ status }) => status)
    expect(new Set(states)).toEqual(new Set(['draft', 'open', 'paid', 'uncollectible', 'void']))
  })

  it('has discounts, credits and currencies', async () => {
    // 599.00 − 30 %, 199.00 − 12.5 % (24.88), 199.00 − 25.00.
    expect((await subscriptionsOf('percentCustomer'))[0]!.latest_invoice).toMatchObject({ total: 41930 })
    expect((await subscriptionsOf('percentSubscription'))[0]!.latest_invoice).toMatchObject({ total: 17412 })
    expect((await subscriptionsOf('repeatingCoupon'))[0]!.latest_invoice).toMatchObject({ total: 17400 })
    expect((await stripe.invoices.createPreview({ customer: situation('fixedCustomer').customer! })).total).toBe(14900)
    expect((await stripe.invoices.createPreview({ customer: situation('fixedSubscription').customer! })).total).toBe(
      14900,
    )
    expect(await stripe.customers.retrieve(situation('balanceCredit').customer!)).toMatchObject({ balance: -25000 })
    expect((await subscriptionsOf('euro'))[0]!.currency).toBe('eur')
    expect((await stripe.invoices.list({ customer: situation('yen').customer! })).data.at(-1)).toMatchObject({
      currency: 'jpy',
    })
    expect(
      (await stripe.invoiceItems.list({ customer: situation('changedPlan').customer!, pending: true })).data,
    ).toHaveLength(2)
  })

  it('has licenses that were paid for once, and products that say what they license', async () => {
    const invoices = await stripe.invoices.list({ customer: situation('enterprise').customer!, limit: 100 })
    const sold = invoices.data.filter(({ description }) => description?.startsWith('Loomfield Perpetual'))
    // 2 × 4,990.00 and 1 × 4,990.00.
    expect(sold.map(({ total, status }) => [total, status])).toEqual([
      [499_000, 'paid'],
      [998_000, 'paid'],
    ])
    const { metadata } = await stripe.products.retrieve('prod_Loomfieldenterprise')
    expect(metadata).toMatchObject({ 'license-product': 'loomfield', 'license-instances': '4', 'multi-tenancy': 'yes' })
  })

  it('can be read with a restricted key and sells plans with their limits in metadata', async () => {
    const reader = clientOf(sandbox, SAMPLE_READ_ONLY_KEY)
    const [price] = (await reader.prices.list({ lookup_keys: ['business_monthly_eur'], expand: ['data.product'] })).data
    expect(price).toMatchObject({
      unit_amount: 55900,
      product: { metadata: { 'support-priority': 'high', 'max-end-devices': '10000' } },
    })
    expect((await refusalOf(reader.customers.del(situation('proven').customer!))).statusCode).toBe(403)
  })
})
