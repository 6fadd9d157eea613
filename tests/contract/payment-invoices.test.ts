import { describe, expect, test } from 'vitest'
import type { FaultSpec } from 'stripe-sandbox'
import { createStripeGateway } from '../../server/adapters/stripe/gateway.ts'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'
import { draftFor, freeLine, markOf, money, opened } from '../support/payment-invoices.ts'

// Guarantee: what became of an invoice is read as Stripe has it now, without search, and what a request made is found again
// whatever happened to the answer.

const sandbox = await openSandbox()

const TIMEOUT_MS = 300

describe('finding what a request made', () => {
  test.each<[string, Omit<FaultSpec, 'key'>]>([
    ['a 500 after the work', { kind: 'error_after' }],
    ['no answer in time', { kind: 'timeout_after', ms: 2000 }],
    ['an unreadable answer', { kind: 'nonsense', body: 'html' }],
  ])('after %s: exactly one draft', async (_name, fault) => {
    const day = await openPaymentDay(sandbox, TIMEOUT_MS)
    sandbox.addFault({ method: 'POST', path: '/v1/invoices', ...fault, key: day.key })
    const failure = await failureOf(day.gateway.createDraft(draftFor(day), 'draft'))
    expect(failure.retryable).toBe(true)
    sandbox.clearFaults()
    const found = await day.gateway.findInvoicesByRequest(day.customer, { requestId: 'req_1', since: iso(JUNE) })
    expect(found).toHaveLength(1)
    expect(found[0]).toMatchObject({ status: 'draft', metadata: markOf('req_1') })
  })

  test('lines whose answer was lost are seen on the draft', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
    sandbox.addFault({ kind: 'error_after', method: 'POST', path: '/v1/invoices/*/add_lines', key: day.key })
    const failure = await failureOf(day.gateway.addLines(stripeId, [freeLine(1, money(500))], 'lines'))
    expect(failure.failure).toBe('failed')
    const read = await day.gateway.readInvoiceDocument(stripeId)
    expect(read?.lines).toMatchObject([{ number: 1, amount: money(500) }])
  })

  test('a draft that Stripe had no time for was not made, and comes with the same key', async () => {
    const day = await openPaymentDay(sandbox)
    sandbox.addFault({ kind: 'rate_limit', reason: 'resource-specific', method: 'POST', key: day.key })
    const failure = await failureOf(day.gateway.createDraft(draftFor(day), 'draft'))
    expect(failure).toMatchObject({ failure: 'rate-limited', retryable: true })
    const find = () => day.gateway.findInvoicesByRequest(day.customer, { requestId: 'req_1', since: iso(JUNE) })
    expect(await find()).toEqual([])
    const made = await day.gateway.createDraft(draftFor(day), 'draft')
    expect(await find()).toEqual([made])
  })

  test('whatever became of it, two days of clocks apart, and nobody else’s', async () => {
    const day = await openPaymentDay(sandbox)
    const open = await opened(day)
    const { stripeId: other } = await day.gateway.createDraft(draftFor(day, { metadata: markOf('req_2') }), 'other')
    await day.stripe.invoices.create({ customer: day.customer })
    const paid = await day.gateway.markPaidOutOfBand(open.stripeId, 'paid')
    const find = (requestId: string, since: number) =>
      day.gateway.findInvoicesByRequest(day.customer, { requestId, since: iso(since) })
    expect(await find('req_1', JUNE)).toEqual([paid])
    expect(await find('req_1', JUNE + 2 * DAY)).toEqual([paid])
    expect(await find('req_1', JUNE + 2 * DAY + 1)).toEqual([])
    await day.gateway.deleteDraft(other, 'delete')
    expect(await find('req_2', JUNE)).toEqual([])
  })

  test('without asking search', async () => {
    const day = await openPaymentDay(sandbox)
    sandbox.lagSearch(3_600_000)
    const made = await day.gateway.createDraft(draftFor(day), 'draft')
    expect(await day.gateway.findInvoicesByRequest(day.customer, { requestId: 'req_1', since: iso(JUNE) })).toEqual([
      made,
    ])
    sandbox.clearFaults()
  })
})

describe('whether it was sent', () => {
  test('is told by Stripe’s events, of this invoice and since that second', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const { stripeId: other } = await day.gateway.createDraft(draftFor(day), 'other')
    await day.gateway.addLines(other, [freeLine(1, money(900))], 'other-lines')
    await day.gateway.finalizeInvoice(other, 'other-finalize')
    day.control.advanceTo(JUNE + DAY)
    await day.gateway.sendInvoice(other, 'other-send')
    expect(await day.gateway.wasInvoiceSentSince(stripeId, iso(JUNE))).toBe(false)
    await day.gateway.sendInvoice(stripeId, 'send')
    expect(await day.gateway.wasInvoiceSentSince(stripeId, iso(JUNE + DAY))).toBe(true)
    expect(await day.gateway.wasInvoiceSentSince(stripeId, iso(JUNE + DAY + 1))).toBe(false)
  })

  test('although the answer to sending was lost', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId, finalizedAt } = await opened(day)
    sandbox.addFault({ kind: 'error_after', method: 'POST', path: '/v1/invoices/*/send', key: day.key })
    await failureOf(day.gateway.sendInvoice(stripeId, 'send'))
    expect(await day.gateway.wasInvoiceSentSince(stripeId, finalizedAt ?? '')).toBe(true)
  })

  test('is found behind more than a page of others', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const { stripeId: other } = await day.gateway.createDraft(draftFor(day), 'other')
    await day.gateway.addLines(other, [freeLine(1, money(900))], 'other-lines')
    await day.gateway.sendInvoice(stripeId, 'send')
    for (let at = 0; at < 101; at++) await day.stripe.invoices.sendInvoice(other)
    expect(await day.gateway.wasInvoiceSentSince(stripeId, iso(JUNE))).toBe(true)
  })
})

describe('an invoice', () => {
  test('is null where Stripe knows none', async () => {
    const { gateway } = await openPaymentDay(sandbox)
    expect(await gateway.readInvoiceDocument('in_unknown')).toBeNull()
  })

  test('of a subscription, charged by itself, with a discount and a line that isn’t ours', async () => {
    const day = await openPaymentDay(sandbox)
    const { id: coupon } = await day.stripe.coupons.create({ amount_off: 1000, currency: 'usd', duration: 'once' })
    const subscription = await day.subscribe(3000, { discounts: [{ coupon }] })
    const [invoice] = (await day.stripe.invoices.list({ subscription: subscription.id })).data
    const document = await day.gateway.readInvoiceDocument(invoice?.id ?? '')
    expect(document).toMatchObject({
      collectionMethod: 'charge_automatically',
      methods: null,
      memo: null,
      customFields: [],
      subtotal: money(3000),
      discount: money(-1000),
      tax: money(0),
      total: money(2000),
      amountPaid: money(2000),
      isPaidOutOfBand: false,
      subscriptionStripeId: subscription.id,
    })
    expect(document?.lines).toMatchObject([
      { number: null, quantity: 1, unitAmount: money(3000), amount: money(3000), productStripeId: day.product },
    ])
  })

  test('keeps what its customer was called when it was finalised, after the customer has gone', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    await day.stripe.customers.del(day.customer)
    const document = await day.gateway.readInvoiceDocument(stripeId)
    expect(document).toMatchObject({ customerName: 'Loomfield', customerEmail: 'billing@loomfield.example' })
  })

  test('without an e-mail can be made, but not sent', async () => {
    const day = await openPaymentDay(sandbox)
    await day.stripe.customers.update(day.customer, { email: '' })
    const { stripeId, customerEmail } = await opened(day)
    expect(customerEmail).toBeNull()
    const failure = await failureOf(day.gateway.sendInvoice(stripeId, 'send'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 501 } })
    expect(await day.gateway.wasInvoiceSentSince(stripeId, iso(JUNE))).toBe(false)
  })
})

describe('all that is open', () => {
  test('comes in pages, newest first, and nothing else', async () => {
    const day = await openPaymentDay(sandbox)
    await day.gateway.createDraft(draftFor(day), 'draft')
    const made: string[] = []
    for (let at = 0; at < 101; at++) {
      const { id } = await day.stripe.invoices.create({ customer: day.customer, collection_method: 'send_invoice' })
      await day.stripe.invoiceItems.create({ customer: day.customer, invoice: id, amount: 1000 + at })
      await day.stripe.invoices.finalizeInvoice(id)
      made.unshift(id)
    }
    const [newest = ''] = made
    await day.gateway.voidInvoice(newest, 'void')
    const first = await day.gateway.listOpenInvoices(null)
    expect(first.rows.map((row) => row.stripeId)).toEqual(made.slice(1))
    expect(first.hasMore).toBe(false)
    await day.gateway.finalizeInvoice((await day.stripe.invoices.list({ status: 'draft' })).data[0]?.id ?? '', 'none')
    const { id } = await day.stripe.invoices.create({ customer: day.customer, collection_method: 'send_invoice' })
    await day.stripe.invoiceItems.create({ customer: day.customer, invoice: id, amount: 50 })
    await day.stripe.invoices.finalizeInvoice(id)
    const page = await day.gateway.listOpenInvoices(null)
    expect([page.rows.length, page.hasMore, page.rows[0]?.stripeId]).toEqual([100, true, id])
    const rest = await day.gateway.listOpenInvoices(page.rows.at(-1)?.stripeId ?? '')
    expect([rest.rows.map((row) => row.stripeId), rest.hasMore]).toEqual([made.slice(-1), false])
  })
})

test('tax rates are those that can still be chosen', async () => {
  const { gateway, stripe } = await openPaymentDay(sandbox)
  const vat = await stripe.taxRates.create({ display_name: 'VAT', percentage: 19, inclusive: false, country: 'DE' })
  const old = await stripe.taxRates.create({ display_name: 'VAT', percentage: 16, inclusive: true })
  await stripe.taxRates.update(old.id, { active: false })
  expect(await gateway.listTaxRates()).toEqual([
    { stripeId: vat.id, name: 'VAT', percent: 19, isInclusive: false, country: 'DE' },
  ])
})

test('a key that may only read is refused before anything happens', async () => {
  const day = await openPaymentDay(sandbox)
  const key = day.key.replace('sk_test_', 'rk_test_readonly_')
  const gateway = createStripeGateway({ key, apiBase: sandbox.url, timeoutMs: 2000 })
  const failure = await failureOf(gateway.createDraft(draftFor(day), 'draft'))
  expect(failure).toMatchObject({ failure: 'key-refused', retryable: false, stripe: { message: null } })
  expect((await day.stripe.invoices.list()).data).toEqual([])
})
