import type { Stripe } from 'stripe'
import { describe, expect, test } from 'vitest'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox, type PaymentDay } from '../support/payment-day.ts'

// Guarantee: what a decision about money rests on is read whole and live: refunds of old charges, credit notes, drafts
// that used a discount already, and the catalogue to its last page.

const sandbox = await openSandbox()
const usd = (amount: number) => ({ amount, currency: 'usd' })

const paidInvoice = async ({ stripe, customer }: PaymentDay, amount: number): Promise<Stripe.Invoice> => {
  const { id } = await stripe.invoices.create({ customer, currency: 'usd' })
  await stripe.invoiceItems.create({ customer, invoice: id, amount, currency: 'usd' })
  await stripe.invoices.finalizeInvoice(id)
  return stripe.invoices.pay(id, {}, {})
}

describe('what was given before', () => {
  test('refunds since a time, of charges made long before it', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway, stripe, customer, control } = day
    await paidInvoice(day, 4200)
    await paidInvoice(day, 900)
    const charges = (await stripe.charges.list({ customer })).data
    const charge = charges.find((row) => row.amount === 4200)
    const refund = (amount: number) => stripe.refunds.create({ charge: charge?.id ?? '', amount })
    await refund(100)
    control.advanceTo(JUNE + 40 * DAY)
    const late = await refund(250)
    expect(await gateway.listRefundsSince(customer, iso(JUNE + 30 * DAY))).toEqual([
      {
        stripeId: late.id,
        chargeStripeId: charge?.id,
        amount: usd(250),
        status: 'succeeded',
        reason: null,
        at: iso(JUNE + 40 * DAY),
      },
    ])
    const all = await gateway.listRefundsSince(customer, iso(JUNE))
    expect(all.map((row) => row.amount.amount)).toEqual([250, 100])
  })

  test('credit notes, and which of them are void', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway, stripe, customer } = day
    const { id } = await stripe.invoices.create({ customer, collection_method: 'send_invoice', days_until_due: 30 })
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 4200, currency: 'usd' })
    await stripe.invoices.finalizeInvoice(id)
    const note = await stripe.creditNotes.create({ invoice: id, amount: 700, reason: 'order_change' })
    await stripe.creditNotes.voidCreditNote(note.id)
    await stripe.creditNotes.create({ invoice: id, amount: 300 })
    const found = await gateway.listCreditNotesSince(customer, iso(JUNE))
    expect(found.map((row) => [row.total, row.isVoid, row.reason, row.invoiceStripeId])).toEqual([
      [usd(300), false, null, id],
      [usd(700), true, 'order_change', id],
    ])
    expect(await gateway.listCreditNotesSince(customer, iso(JUNE + 1))).toEqual([])
  })
})

describe('what is under way', () => {
  test('a draft names the discount that it used', async () => {
    const day = await openPaymentDay(sandbox)
    const { gateway, stripe, customer, control, subscribe } = day
    const { id } = await subscribe(3000)
    await stripe.coupons.create({ id: 'ten', amount_off: 1000, currency: 'usd', duration: 'once' })
    const applied = await stripe.subscriptions.update(id, { discounts: [{ coupon: 'ten' }], expand: ['discounts'] })
    const [discount] = applied.discounts
    expect(await gateway.listDraftInvoices(customer)).toEqual([])
    control.advanceTo(JUNE + 30 * DAY + 60)
    const [draft, ...more] = await gateway.listDraftInvoices(customer)
    expect(more).toEqual([])
    expect(draft).toMatchObject({ subscriptionStripeId: id, total: usd(2000) })
    expect(draft?.discountsUsed).toEqual([
      { discountStripeId: typeof discount === 'string' ? discount : discount?.id, amount: usd(1000) },
    ])
    expect((await gateway.readSubscription(id))?.discounts.onSubscription).toEqual([])
  })
})

describe('the catalogue', () => {
  test('every active price of an active product, over more than a page', async () => {
    const { gateway, stripe, product } = await openPaymentDay(sandbox)
    const price = (params: Partial<Stripe.PriceCreateParams>) =>
      stripe.prices.create({ product, currency: 'usd', unit_amount: 1, ...params })
    const retired = await stripe.products.create({ name: 'Old plan' })
    await price({ product: retired.id })
    await stripe.products.update(retired.id, { active: false })
    const away = await price({})
    await stripe.prices.update(away.id, { active: false })
    for (let index = 0; index < 101; index++) await price({})
    const yearly = await price({ unit_amount: 30_000, recurring: { interval: 'year' }, nickname: 'Yearly' })
    const tiered = await stripe.prices.create({
      product,
      currency: 'usd',
      recurring: { interval: 'month' },
      billing_scheme: 'tiered',
      tiers_mode: 'volume',
      tiers: [{ up_to: 'inf', unit_amount: 5 }],
    })
    const found = await gateway.listPrices()
    expect(found).toHaveLength(103)
    expect(found.filter((row) => row.recurring === null)).toHaveLength(101)
    expect(found.find((row) => row.stripeId === yearly.id)).toEqual({
      stripeId: yearly.id,
      productStripeId: product,
      productName: 'Plan',
      nickname: 'Yearly',
      currency: 'usd',
      unitAmount: usd(30_000),
      billingScheme: 'per_unit',
      recurring: { interval: 'year', intervalCount: 1, usage: 'licensed' },
      metadata: {},
      productMetadata: {},
    })
    expect(found.find((row) => row.stripeId === tiered.id)).toMatchObject({ unitAmount: null, billingScheme: 'tiered' })
  })
})

describe('half an answer', () => {
  test('a list that breaks on its second page is a failure, not a shorter list', async () => {
    const { gateway, stripe, customer, key } = await openPaymentDay(sandbox)
    for (let index = 0; index < 101; index++) {
      await stripe.customers.createBalanceTransaction(customer, { amount: -1, currency: 'usd' })
    }
    sandbox.addFault({ kind: 'error_before', key, method: 'GET', skip: 1, times: 2 })
    const failure = await failureOf(gateway.listBalanceEntriesSince(customer, iso(JUNE)))
    expect(failure).toMatchObject({ failure: 'failed', retryable: true })
    sandbox.clearFaults()
  })

  test('coming invoices of a subscription that isn’t there are a refusal', async () => {
    const { gateway } = await openPaymentDay(sandbox)
    const failure = await failureOf(gateway.previewComingInvoices('sub_0', 2))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'resource_missing' } })
  })

  test('usage decides what comes after the next invoice', async () => {
    const { gateway, stripe, customer, product } = await openPaymentDay(sandbox)
    const meter = await stripe.billing.meters.create({
      display_name: 'Messages',
      event_name: 'messages',
      default_aggregation: { formula: 'sum' },
    })
    const metered = await stripe.prices.create({
      product,
      currency: 'usd',
      unit_amount: 2,
      recurring: { interval: 'month', usage_type: 'metered', meter: meter.id },
    })
    const { id } = await stripe.subscriptions.create({ customer, items: [{ price: metered.id }] })
    const { invoices, stopsAt } = await gateway.previewComingInvoices(id, 3)
    expect(stopsAt).toBe('usage')
    expect(invoices).toHaveLength(1)
  })
})
