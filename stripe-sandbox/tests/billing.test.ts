import { describe, expect, it } from 'vitest'
import { DAY, freshAccount, invoicesOf, JUNE, openBench, openShop, payingCustomer, refusalOf } from './support.ts'

const bench = await openBench()

const at = (text: string): number => Date.parse(text) / 1000

describe('renewals', () => {
  it('bill each period when it begins and collect an hour later', async () => {
    const { stripe, control } = freshAccount(bench, at('2026-01-31T10:00:00Z'))
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: await monthly(9900), quantity: 2 }] })
    control.advanceTo(at('2026-02-28T10:00:00Z'))
    const drafts = await invoicesOf(stripe, customer)
    expect(drafts.map(({ status, amount_due: due }) => [status, due])).toEqual([
      ['paid', 19800],
      ['draft', 19800],
    ])
    expect(drafts[1]).toMatchObject({ billing_reason: 'subscription_cycle', number: null, hosted_invoice_url: null })
    control.advanceTo(at('2026-02-28T11:00:00Z'))
    const [, paid] = await invoicesOf(stripe, customer)
    expect(paid).toMatchObject({ status: 'paid', amount_paid: 19800, attempt_count: 1 })
    expect(paid!.number).toMatch(/^[A-Z0-9]{8}-0002$/)
    // The anchor's day comes back after the short month.
    const { items } = await stripe.subscriptions.retrieve(id)
    expect(items.data[0]).toMatchObject({
      current_period_start: at('2026-02-28T10:00:00Z'),
      current_period_end: at('2026-03-31T10:00:00Z'),
    })
  })

  it('begin to be paid when a trial ends', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const made = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(5000) }],
      trial_period_days: 14,
    })
    expect(made).toMatchObject({ status: 'trialing', trial_end: JUNE + 14 * DAY })
    expect((await invoicesOf(stripe, customer)).map(({ total, status }) => [total, status])).toEqual([[0, 'paid']])
    control.advanceTo(JUNE + 14 * DAY + 3600)
    expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active')
    expect((await invoicesOf(stripe, customer))[1]).toMatchObject({ total: 5000, status: 'paid' })
  })

  it('pause when a trial ends without a card and it was asked so; resuming charges', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create({})
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(5000) }],
      trial_period_days: 7,
      trial_settings: { end_behavior: { missing_payment_method: 'pause' } },
    })
    control.advanceTo(JUNE + 8 * DAY)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('paused')
    const method = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: method.id } })
    const resumed = await stripe.subscriptions.resume(id, { payment_behavior: 'resume_on_payment_success' })
    expect(resumed.status).toBe('active')
    expect((await invoicesOf(stripe, customer))[1]).toMatchObject({ total: 5000, status: 'paid' })
  })

  it('end at the end of the period when asked', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: await monthly(5000) }] })
    expect(await stripe.subscriptions.update(id, { cancel_at_period_end: true })).toMatchObject({
      status: 'active',
      cancel_at: JUNE + 30 * DAY,
    })
    control.advanceTo(JUNE + 31 * DAY)
    expect(await stripe.subscriptions.retrieve(id)).toMatchObject({ status: 'canceled', ended_at: JUNE + 30 * DAY })
    expect(await invoicesOf(stripe, customer)).toHaveLength(1)
  })
})

describe('failing payments', () => {
  it('leave a new subscription incomplete and let it expire after 23 hours', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const failing = 'pm_card_chargeCustomerFail'
    const { id: customer } = await stripe.customers.create({
      payment_method: failing,
      invoice_settings: { default_payment_method: failing },
    })
    const price = await monthly(5000)
    expect(
      await refusalOf(
        stripe.subscriptions.create({ customer, items: [{ price }], payment_behavior: 'error_if_incomplete' }),
      ),
    ).toMatchObject({ statusCode: 402, code: 'card_declined', type: 'StripeCardError' })
    expect((await stripe.subscriptions.list({ customer, status: 'all' })).data).toEqual([])
    const { id, status } = await stripe.subscriptions.create({ customer, items: [{ price }] })
    expect(status).toBe('incomplete')
    control.advanceTo(JUNE + DAY)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('incomplete_expired')
  })

  it('need a way to pay', async () => {
    const { stripe } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create({})
    expect(
      (await refusalOf(stripe.subscriptions.create({ customer, items: [{ price: await monthly(100) }] }))).code,
    ).toBe('resource_missing')
    expect((await refusalOf(stripe.paymentMethods.attach('pm_card_visa_chargeDeclined', { customer }))).code).toBe(
      'card_declined',
    )
  })

  it('make a renewal past due, try again after 3, 5 and 7 days, and recover when paid', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: await monthly(5000) }] })
    const bad = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
    await stripe.customers.update(customer, { invoice_settings: { default_payment_method: bad.id } })
    const failedAt = JUNE + 30 * DAY + 3600
    control.advanceTo(failedAt)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due')
    expect((await invoicesOf(stripe, customer))[1]).toMatchObject({
      status: 'open',
      attempt_count: 1,
      next_payment_attempt: failedAt + 3 * DAY,
    })
    expect(((await stripe.customers.retrieve(customer)) as { delinquent?: boolean }).delinquent).toBe(true)
    control.advanceTo(failedAt + 15 * DAY)
    const [, open] = await invoicesOf(stripe, customer)
    expect(open).toMatchObject({ status: 'open', attempt_count: 4, next_payment_attempt: null })
    expect(await refusalOf(stripe.invoices.pay(open!.id))).toMatchObject({ statusCode: 402 })
    expect((await stripe.invoices.retrieve(open!.id)).attempt_count).toBe(5)
    const good = await stripe.paymentMethods.attach('pm_card_visa', { customer })
    expect((await stripe.invoices.pay(open!.id, { payment_method: good.id })).status).toBe('paid')
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('active')
  })

  it('make a sent invoice overdue on its day', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await stripe.customers.create({})
    const { id } = await stripe.subscriptions.create({
      customer,
      items: [{ price: await monthly(5000) }],
      collection_method: 'send_invoice',
      days_until_due: 14,
    })
    control.advanceTo(JUNE + DAY)
    expect((await invoicesOf(stripe, customer))[0]).toMatchObject({ status: 'open', due_date: JUNE + 3600 + 14 * DAY })
    control.advanceTo(JUNE + 15 * DAY)
    expect((await stripe.subscriptions.retrieve(id)).status).toBe('past_due')
    expect((await stripe.events.list({ type: 'invoice.overdue' })).data).toHaveLength(1)
  })

  it('are void, or drafts, while collection is paused', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const price = await monthly(5000)
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price }] })
    await stripe.subscriptions.update(id, { pause_collection: { behavior: 'void' } })
    control.advanceTo(JUNE + 31 * DAY)
    await stripe.subscriptions.update(id, {
      pause_collection: { behavior: 'keep_as_draft', resumes_at: JUNE + 70 * DAY },
    })
    control.advanceTo(JUNE + 71 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ status }) => status)).toEqual(['paid', 'void', 'draft'])
    expect((await stripe.subscriptions.retrieve(id)).pause_collection).toBeNull()
  })
})

describe('the balance', () => {
  it('pays first, over as many invoices as it lasts, and is the sum of its transactions', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const { id: customer } = await payingCustomer(stripe)
    const credit = await stripe.customers.createBalanceTransaction(customer, {
      amount: -15000,
      currency: 'usd',
      description: 'Outage',
      metadata: { request: 'r1' },
    })
    expect(credit).toMatchObject({
      amount: -15000,
      ending_balance: -15000,
      type: 'adjustment',
      metadata: { request: 'r1' },
    })
    await stripe.subscriptions.create({ customer, items: [{ price: await monthly(9900) }] })
    control.advanceTo(JUNE + 31 * DAY)
    const [first, second] = await invoicesOf(stripe, customer)
    expect(first).toMatchObject({
      total: 9900,
      starting_balance: -15000,
      ending_balance: -5100,
      amount_due: 0,
      status: 'paid',
    })
    expect(second).toMatchObject({
      total: 9900,
      starting_balance: -5100,
      ending_balance: 0,
      amount_due: 4800,
      amount_paid: 4800,
    })
    const { data } = await stripe.customers.listBalanceTransactions(customer)
    expect(data.map(({ amount }) => amount)).toEqual([5100, 9900, -15000])
    expect(data.reduce((sum, { amount }) => sum + amount, 0)).toBe(0)
    expect((await stripe.customers.listBalanceTransactions(customer, { invoice: first!.id })).data).toHaveLength(1)
  })

  it('comes back when an invoice is voided, and keeps to the currency', async () => {
    const { stripe } = freshAccount(bench)
    const { id: customer } = await stripe.customers.create({ balance: -3000 })
    const invoice = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 5 })
    await stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: 5000, currency: 'usd' })
    expect((await stripe.invoices.finalizeInvoice(invoice.id)).amount_due).toBe(2000)
    await stripe.invoices.voidInvoice(invoice.id)
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -3000 })
    expect(
      (await refusalOf(stripe.customers.createBalanceTransaction(customer, { amount: -1, currency: 'eur' }))).param,
    ).toBe('currency')
  })

  it('takes what a negative invoice gives', async () => {
    const { stripe } = freshAccount(bench)
    const { id: customer } = await payingCustomer(stripe)
    const invoice = await stripe.invoices.create({ customer })
    await stripe.invoiceItems.create({ customer, invoice: invoice.id, amount: -700, currency: 'usd' })
    expect(await stripe.invoices.finalizeInvoice(invoice.id)).toMatchObject({
      total: -700,
      amount_due: 0,
      status: 'paid',
    })
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -700 })
  })
})

describe('what time finds changed', () => {
  it('leaves the draft of a deleted customer alone', async () => {
    const { stripe, control } = freshAccount(bench)
    const { id: customer } = await stripe.customers.create({})
    const { id } = await stripe.invoices.create({ customer, auto_advance: true })
    await stripe.customers.del(customer)
    control.advanceTo(JUNE + DAY)
    expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'draft', auto_advance: false })
  })

  it('keeps a scheduled price although it is no longer sold', async () => {
    const { stripe, control } = freshAccount(bench)
    const { monthly } = await openShop(stripe)
    const [now, later] = [await monthly(1000), await monthly(2000)]
    const { id: customer } = await payingCustomer(stripe)
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: now }] })
    const { id: schedule, phases } = await stripe.subscriptionSchedules.create({ from_subscription: id })
    const [phase] = phases
    await stripe.subscriptionSchedules.update(schedule, {
      phases: [
        { items: [{ price: now }], start_date: phase!.start_date, end_date: phase!.end_date },
        { items: [{ price: later }], duration: { interval: 'month' } },
      ],
    })
    await stripe.prices.update(later, { active: false })
    control.advanceTo(JUNE + 31 * DAY)
    expect((await invoicesOf(stripe, customer)).map(({ total }) => total)).toEqual([1000, 2000])
  })
})
