import { describe, expect, test } from 'vitest'
import { DAY, failureOf, iso, JUNE, openPaymentDay, openSandbox } from '../support/payment-day.ts'
import { drafted, draftFor, freeLine, markOf, money, opened } from '../support/payment-invoices.ts'

// Guarantee: an invoice made by hand is at Stripe what was asked, to the minor unit of its currency, and comes to be once per
// key.

const sandbox = await openSandbox()

describe('a customer', () => {
  const acme = { name: 'Acme', email: 'ap@acme.example', metadata: markOf('req_9') }
  const address = { line1: '1 Main St', line2: null, postalCode: '10115', city: 'Berlin', state: null, country: 'DE' }

  test('is made once per key, with its address and the team', async () => {
    const { gateway, stripe } = await openPaymentDay(sandbox)
    const made = await gateway.createCustomer({ ...acme, address }, 'customer')
    expect(await gateway.createCustomer({ ...acme, address }, 'customer')).toEqual(made)
    expect(await stripe.customers.retrieve(made.stripeId)).toMatchObject({
      name: 'Acme',
      email: 'ap@acme.example',
      address: { line1: '1 Main St', line2: null, postal_code: '10115', city: 'Berlin', state: null, country: 'DE' },
      metadata: { team: 'T1', countersign_request: 'req_9' },
    })
    expect((await stripe.customers.list({ email: 'ap@acme.example' })).data).toHaveLength(1)
  })

  test('is found by the request that made it, whose answer was lost', async () => {
    const { gateway, key } = await openPaymentDay(sandbox)
    sandbox.addFault({ kind: 'error_after', method: 'POST', path: '/v1/customers', key })
    const failure = await failureOf(gateway.createCustomer({ ...acme, address: null }, 'customer'))
    expect(failure).toMatchObject({ failure: 'failed', stripe: { status: 500 } })
    const found = await gateway.findCustomerByRequest('ap@acme.example', 'req_9')
    expect(found).toMatch(/^cus_/)
    expect(await gateway.findCustomerByRequest('ap@acme.example', 'req_8')).toBeNull()
    expect(await gateway.findCustomerByRequest('other@acme.example', 'req_9')).toBeNull()
  })
})

describe('a draft', () => {
  test('is sent by hand, net 30, paid as asked, and takes nothing that waits', async () => {
    const day = await openPaymentDay(sandbox)
    const { id: coupon } = await day.stripe.coupons.create({ percent_off: 50, duration: 'forever' })
    day.control.discountCustomer(day.customer, coupon)
    await day.stripe.invoiceItems.create({ customer: day.customer, amount: 700, currency: 'usd' })
    const customFields = [{ name: 'PO number', value: 'PO-4711' }]
    const draft = await day.gateway.createDraft(draftFor(day, { customFields }), 'draft')
    expect(draft).toMatchObject({
      customerStripeId: day.customer,
      customerName: 'Loomfield',
      customerEmail: 'billing@loomfield.example',
      number: null,
      status: 'draft',
      currency: 'usd',
      collectionMethod: 'send_invoice',
      methods: ['card', 'us_bank_account'],
      memo: 'Quote Q-17, accepted on 28 May 2026',
      customFields,
      lines: [],
      total: money(0),
      createdAt: iso(JUNE),
      finalizedAt: null,
      isPaidOutOfBand: false,
      pdfUrl: null,
      hostedUrl: null,
      subscriptionStripeId: null,
      metadata: { countersign_request: 'req_1', countersign_step: 'draft', ticket: '#4711', team: 'T1' },
    })
    const live = await day.stripe.invoices.retrieve(draft.stripeId)
    expect([live.auto_advance, live.discounts, live.lines.data]).toEqual([false, [], []])
  })

  test('is the same one under the same key', async () => {
    const day = await openPaymentDay(sandbox)
    const first = await day.gateway.createDraft(draftFor(day), 'draft')
    expect(await day.gateway.createDraft(draftFor(day), 'draft')).toEqual(first)
    expect((await day.stripe.invoices.list()).data).toHaveLength(1)
  })

  test('for a customer who was deleted is refused', async () => {
    const day = await openPaymentDay(sandbox)
    await day.stripe.customers.del(day.customer)
    const failure = await failureOf(day.gateway.createDraft(draftFor(day), 'draft'))
    expect(failure).toMatchObject({ failure: 'refused', retryable: false, stripe: { code: 'resource_missing' } })
  })

  test('in another currency than the customer pays in is refused', async () => {
    const day = await openPaymentDay(sandbox)
    await day.subscribe(1000)
    const failure = await failureOf(day.gateway.createDraft(draftFor(day, { currency: 'eur' }), 'draft'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
    expect(failure.stripe?.message).toContain('usd')
  })

  test('goes with its lines, none of which waits for another invoice, and is then no failure', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await drafted(day, [100, 200])
    await day.gateway.deleteDraft(stripeId, 'delete')
    expect(await day.gateway.readInvoiceDocument(stripeId)).toBeNull()
    expect((await day.stripe.invoiceItems.list({ customer: day.customer })).data).toEqual([])
    await day.gateway.deleteDraft(stripeId, 'delete')
    await day.gateway.deleteDraft('in_unknown', 'delete-2')
  })

  test('once finalised is not deleted', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const failure = await failureOf(day.gateway.deleteDraft(stripeId, 'delete'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'invoice_not_editable' } })
    expect(await day.gateway.readInvoiceDocument(stripeId)).toMatchObject({ status: 'open', total: money(10_000) })
  })
})

describe('lines', () => {
  test('of the catalogue and of free text stand in their order, each with its number', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
    const period = { startsAt: iso(JUNE), endsAt: iso(JUNE + 365 * DAY) }
    const document = await day.gateway.addLines(
      stripeId,
      [
        freeLine(1, money(120_000), { description: 'Plan, yearly', quantity: 3, productStripeId: day.product, period }),
        freeLine(2, money(15_050), { description: 'Onboarding day', quantity: 2 }),
        freeLine(3, money(99), { description: 'Shipping' }),
      ],
      'lines',
    )
    // 3 × 1200.00 + 2 × 150.50 + 0.99 = 3600.00 + 301.00 + 0.99
    expect([document.subtotal, document.total, document.amountDue]).toEqual([
      money(390_199),
      money(390_199),
      money(390_199),
    ])
    expect(document.lines).toMatchObject([
      {
        number: 1,
        description: 'Plan, yearly',
        quantity: 3,
        unitAmount: money(120_000),
        amount: money(360_000),
        productStripeId: day.product,
        periodStartsAt: iso(JUNE),
        periodEndsAt: iso(JUNE + 365 * DAY),
      },
      { number: 2, description: 'Onboarding day', quantity: 2, unitAmount: money(15_050), amount: money(30_100) },
      { number: 3, description: 'Shipping', quantity: 1, unitAmount: money(99), amount: money(99) },
    ])
    expect(document.lines[2]?.productStripeId).toBeNull()
    // What they were priced with is no part of the catalogue.
    expect(await day.gateway.listPrices()).toEqual([])
  })

  test.each<[string, number, number, number]>([
    // 3 × ¥12,000, taxed at 10 %
    ['jpy', 12_000, 36_000, 39_600],
    // 3 × 1.230 KWD = 3.690 KWD; 10 % of it is 0.369, which is told on the draft
    ['kwd', 1230, 3690, 4059],
    // 3 × €0.33 = €0.99; 10 % of it is 0.099, rounded 0.10
    ['eur', 33, 99, 109],
  ])('in %s are whole minor units, and taxed', async (currency, unit, subtotal, total) => {
    const day = await openPaymentDay(sandbox)
    const rate = await day.stripe.taxRates.create({ display_name: 'VAT', percentage: 10, inclusive: false })
    const taxRateStripeIds = [rate.id]
    const draft = draftFor(day, { currency, methods: ['card'], taxRateStripeIds })
    const { stripeId } = await day.gateway.createDraft(draft, 'draft')
    const line = freeLine(1, money(unit, currency), { quantity: 3, productStripeId: day.product })
    const document = await day.gateway.addLines(stripeId, [line], 'lines')
    expect(document).toMatchObject({
      subtotal: money(subtotal, currency),
      discount: money(0, currency),
      tax: money(total - subtotal, currency),
      total: money(total, currency),
    })
  })

  test('come all or not at all', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
    const lines = [freeLine(1, money(100)), freeLine(2, money(100, 'eur'), { productStripeId: day.product })]
    const failure = await failureOf(day.gateway.addLines(stripeId, lines, 'lines'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { status: 400 } })
    expect((await day.gateway.readInvoiceDocument(stripeId))?.lines).toEqual([])
    expect((await day.stripe.invoiceItems.list({ customer: day.customer })).data).toEqual([])
  })

  test('are added once per key, and told whole when there are two hundred', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await day.gateway.createDraft(draftFor(day), 'draft')
    const lines = Array.from({ length: 200 }, (_, at) => freeLine(at + 1, money(at + 1)))
    const document = await day.gateway.addLines(stripeId, lines, 'lines')
    await day.gateway.addLines(stripeId, lines, 'lines')
    const read = await day.gateway.readInvoiceDocument(stripeId)
    // 1 + 2 + … + 200 = 200 × 201 ÷ 2
    expect(read?.total).toEqual(money(20_100))
    expect(document.lines.map((line) => line.number)).toEqual(lines.map((line) => line.number))
    expect(read?.lines).toEqual(document.lines)
  })

  test('of an invoice that was finalised are refused', async () => {
    const day = await openPaymentDay(sandbox)
    const { stripeId } = await opened(day)
    const failure = await failureOf(day.gateway.addLines(stripeId, [freeLine(2, money(1))], 'more'))
    expect(failure).toMatchObject({ failure: 'refused', stripe: { code: 'invoice_not_editable' } })
  })
})
