import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, draftOf, JUNE, openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

/** Lines that are added to a draft, and taken off it, in one request. */
const bench = await openBench()

type Line = Stripe.InvoiceAddLinesParams.Line

const openDraft = async (params: Stripe.InvoiceCreateParams = {}) => {
  const day = await openDay(bench)
  const { id } = await draftOf(day, [], params)
  const add = (lines: Line[], more: Partial<Stripe.InvoiceAddLinesParams> = {}) =>
    day.stripe.invoices.addLines(id, { lines, ...more })
  return { ...day, id, add }
}

const idOf = (reference: string | { id: string } | undefined): string =>
  typeof reference === 'string' ? reference : (reference?.id ?? '')

const product_data = { name: 'Onboarding day' }

rules('SDK, InvoiceAddLinesParams.Line: amount, pricing, price_data', 'what a line costs', () => {
  it('is a price, the data of one or a plain amount', async () => {
    const { add, stripe, product } = await openDraft()
    const price = await stripe.prices.create({ product, currency: 'usd', unit_amount: 1250 })
    const invoice = await add([
      { pricing: { price: price.id }, quantity: 4 },
      { price_data: { currency: 'usd', product, unit_amount: 19_900 }, quantity: 3, description: 'Yearly plan' },
      { price_data: { currency: 'usd', product_data, unit_amount: 333 }, quantity: 3 },
      { amount: -1000, description: 'Loyalty' },
    ])
    // 4 × 12.50 + 3 × 199.00 + 3 × 3.33 − 10.00 = 50.00 + 597.00 + 9.99 − 10.00
    expect(invoice).toMatchObject({ subtotal: 64_699, total: 64_699, amount_due: 64_699, status: 'draft' })
    expect(invoice.lines.data).toMatchObject([
      { amount: 5000, quantity: 4, pricing: { price_details: { price: price.id, product } } },
      { amount: 59_700, quantity: 3, description: 'Yearly plan', pricing: { price_details: { product } } },
      { amount: 999, quantity: 3, description: 'Onboarding day' },
      { amount: -1000, quantity: 1, description: 'Loyalty', discountable: false },
    ])
  })

  // 7 × 0.125 cents is 0.875 cents, rounded 1.
  it('may be a fraction of a minor unit, rounded after it is multiplied', async () => {
    const { add, product } = await openDraft()
    const unit_amount_decimal = '0.125' as unknown as Stripe.Decimal
    const invoice = await add([{ price_data: { currency: 'usd', product, unit_amount_decimal }, quantity: 7 }])
    expect(invoice.total).toBe(1)
  })

  it('is exactly one of them', async () => {
    const { add, product } = await openDraft()
    const both = { amount: 100, price_data: { currency: 'usd', product, unit_amount: 100 } }
    const twice = { price_data: { currency: 'usd', product, product_data, unit_amount: 100 } }
    const refusals = await Promise.all(
      [[both], [twice], [{ amount: 100, quantity: 2 }]].map((one) => refusalOf(add(one))),
    )
    expect(refusals.map(({ code }) => code)).toEqual(Array.from({ length: 3 }, () => 'parameters_exclusive'))
    expect(await refusalOf(add([{ description: 'Nothing' }]))).toMatchObject({ code: 'parameter_missing' })
  })

  it('is nothing that recurs', async () => {
    const { add, monthly } = await openDraft()
    expect(await refusalOf(add([{ pricing: { price: await monthly(1000) } }]))).toMatchObject({
      statusCode: 400,
      param: 'pricing[price]',
    })
  })

  it('is in the currency of the invoice', async () => {
    const { add, product, id, stripe } = await openDraft()
    const lines = [{ amount: 100 }, { price_data: { currency: 'eur', product, unit_amount: 100 } }]
    expect(await refusalOf(add(lines))).toMatchObject({ statusCode: 400, param: 'lines[1]' })
    expect((await stripe.invoices.retrieve(id)).lines.data).toEqual([])
  })

  it.each([
    ['jpy', 1200, 3, 3600],
    ['kwd', 1230, 3, 3690],
  ])('counts minor units in %s: %d × %d is %d', async (currency, unit_amount, quantity, total) => {
    const { add, product } = await openDraft({ currency })
    const invoice = await add([{ price_data: { currency, product, unit_amount }, quantity }])
    expect(invoice).toMatchObject({ currency, total })
  })
})

rules('SDK, Prices.list: inline prices are excluded', 'a price that a line told', () => {
  it('is no part of the catalogue, and can be read', async () => {
    const { add, stripe, product } = await openDraft()
    const before = (await stripe.prices.list({ limit: 100 })).data.length
    const { lines } = await add([{ price_data: { currency: 'usd', product, unit_amount: 700 } }])
    expect((await stripe.prices.list({ limit: 100 })).data).toHaveLength(before)
    const price = idOf(lines.data[0]?.pricing?.price_details?.price)
    expect(await stripe.prices.retrieve(price)).toMatchObject({ product, unit_amount: 700, type: 'one_time' })
  })
})

rules('SDK, Invoice.lines: added later = in chronological order, at the end', 'order', () => {
  it('is that of the requests, after what was pending', async () => {
    const { stripe, customer } = await openDay(bench)
    await stripe.invoiceItems.create({ customer, amount: 1, currency: 'usd' })
    const { id } = await stripe.invoices.create({ customer, pending_invoice_items_behavior: 'include' })
    await stripe.invoices.addLines(id, { lines: [{ amount: 2 }, { amount: 3 }] })
    await stripe.invoiceItems.create({ customer, invoice: id, amount: 4, currency: 'usd' })
    const { data } = await stripe.invoices.listLineItems(id)
    expect(data.map(({ amount }) => amount)).toEqual([1, 2, 3, 4])
  })
})

rules('SDK, InvoiceAddLinesParams.Line: tax_rates, discounts, period, metadata', 'what a line carries', () => {
  // 10 % of 20.00 by default is 2.00; the other line has its own 5 %: 0.50 of 10.00.
  it('its own rates keep the invoice’s away', async () => {
    const day = await openDay(bench)
    const [usual, own] = [await rateOf(day.stripe, 10), await rateOf(day.stripe, 5)]
    const { id } = await draftOf(day, [], { default_tax_rates: [usual] })
    const invoice = await day.stripe.invoices.addLines(id, {
      lines: [{ amount: 2000 }, { amount: 1000, tax_rates: [own] }],
    })
    expect(invoice).toMatchObject({ subtotal: 3000, total: 3250 })
    expect(invoice.lines.data.map(({ taxes }) => taxes?.[0]?.amount)).toEqual([200, 50])
  })

  // 25 % off 40.00 is 10.00.
  it('its own discount acts on it alone', async () => {
    const { add, stripe } = await openDraft()
    const { id: coupon } = await stripe.coupons.create({ percent_off: 25, duration: 'forever' })
    const invoice = await add([{ amount: 4000, discounts: [{ coupon }] }, { amount: 1000 }])
    expect(invoice).toMatchObject({ subtotal: 5000, total: 4000, total_discount_amounts: [{ amount: 1000 }] })
  })

  it('a period, which may be a moment and does not end before it begins', async () => {
    const { add } = await openDraft()
    const period = { start: JUNE, end: JUNE + 365 * DAY }
    expect((await add([{ amount: 1, period }])).lines.data[0]?.period).toEqual(period)
    const wrong = { start: JUNE, end: JUNE - 1 }
    expect(await refusalOf(add([{ amount: 1, period: wrong }]))).toMatchObject({ statusCode: 400 })
  })

  it('metadata of its own, and the invoice’s is merged', async () => {
    const { add } = await openDraft({ metadata: { quote: 'Q-17' } })
    const invoice = await add([{ amount: 1, metadata: { line: '1' } }], { invoice_metadata: { checked: 'yes' } })
    expect(invoice).toMatchObject({
      metadata: { quote: 'Q-17', checked: 'yes' },
      lines: { data: [{ metadata: { line: '1' } }] },
    })
  })
})

rules('SDK, Invoice addLines; changelog 2016-02-22: 250 items at most', 'a request', () => {
  it('adds all lines or none', async () => {
    const { add, stripe, id, customer } = await openDraft()
    expect((await refusalOf(add([{ amount: 100 }, { pricing: { price: 'price_none' } }]))).code).toBe(
      'resource_missing',
    )
    expect((await stripe.invoices.retrieve(id)).total).toBe(0)
    expect((await stripe.invoiceItems.list({ customer })).data).toEqual([])
  })

  it('fills an invoice up to 250', async () => {
    const { add } = await openDraft()
    const lines = Array.from({ length: 250 }, () => ({ amount: 1 }))
    const invoice = await add(lines)
    expect([invoice.total, invoice.lines.has_more]).toEqual([250, true])
    expect(await refusalOf(add([{ amount: 1 }]))).toMatchObject({ statusCode: 400, param: 'lines' })
  })

  it('takes an item that waits, and none that another invoice has', async () => {
    const { add, stripe, customer, id } = await openDraft()
    const item = await stripe.invoiceItems.create({ customer, amount: 700, currency: 'usd' })
    expect((await add([{ invoice_item: item.id }])).total).toBe(700)
    expect((await stripe.invoiceItems.retrieve(item.id)).invoice).toBe(id)
    expect(await refusalOf(add([{ invoice_item: item.id }]))).toMatchObject({ param: 'lines[0][invoice_item]' })
  })

  it('is refused once the invoice is final', async () => {
    const { add, stripe, id } = await openDraft()
    await add([{ amount: 100 }])
    await stripe.invoices.finalizeInvoice(id)
    expect(await refusalOf(add([{ amount: 100 }]))).toMatchObject({ code: 'invoice_not_editable' })
  })

  it('names what it does not know and what is not built', async () => {
    const { stripe, id } = await openDraft()
    const ask = (line: object) =>
      refusalOf(stripe.rawRequest('POST', `/v1/invoices/${id}/add_lines`, { lines: [line] }))
    expect(await ask({ amount: 1, colour: 'red' })).toMatchObject({ code: 'parameter_unknown' })
    expect(await ask({ amount: 1, unit_amount_decimal: '1' })).toMatchObject({ code: 'parameter_unknown' })
    expect(await ask({ amount: 1, quantity_decimal: '1.5' })).toMatchObject({ statusCode: 501 })
    const tax = { amount: 1, taxable_amount: 1, tax_rate_data: { display_name: 'T', inclusive: false, percentage: 1 } }
    expect(await ask({ amount: 1, tax_amounts: [tax] })).toMatchObject({ statusCode: 501 })
  })

  it('is told of once, with each item', async () => {
    const { add, stripe, id } = await openDraft()
    const before = (await stripe.events.list({ limit: 1 })).data[0]?.id ?? ''
    await add([{ amount: 100 }, { amount: 200 }])
    const { data } = await stripe.events.list({ ending_before: before })
    expect(data.map(({ type }) => type).toSorted()).toEqual([
      'invoice.updated',
      'invoiceitem.created',
      'invoiceitem.created',
    ])
    const told = data.find(({ type }) => type === 'invoice.updated')
    expect(told?.data).toMatchObject({ object: { id, total: 300 }, previous_attributes: { total: 0 } })
  })
})

rules('SDK, InvoiceRemoveLinesParams.Line.behavior', 'taking lines off', () => {
  const openLines = async () => {
    const draft = await openDraft()
    const { lines } = await draft.add([{ amount: 100 }, { amount: 200 }, { amount: 400 }])
    const [first = '', second = ''] = lines.data.map((line) => line.id)
    return { ...draft, first, second }
  }

  it('deletes or unassigns their items', async () => {
    const { stripe, id, customer, first, second } = await openLines()
    const lines = [
      { id: first, behavior: 'delete' as const },
      { id: second, behavior: 'unassign' as const },
    ]
    expect(await stripe.invoices.removeLines(id, { lines })).toMatchObject({
      total: 400,
      lines: { data: [{ amount: 400 }] },
    })
    const waiting = await stripe.invoiceItems.list({ customer, pending: true })
    expect(waiting.data.map(({ amount }) => amount)).toEqual([200])
    expect((await stripe.invoiceItems.list({ customer })).data).toHaveLength(2)
  })

  it('takes all of them or none', async () => {
    const { stripe, id, first } = await openLines()
    const lines = [first, 'il_none'].map((line) => ({ id: line, behavior: 'delete' as const }))
    expect(await refusalOf(stripe.invoices.removeLines(id, { lines }))).toMatchObject({ code: 'resource_missing' })
    expect((await stripe.invoices.retrieve(id)).total).toBe(700)
  })

  it('is refused once the invoice is final', async () => {
    const { stripe, id, first } = await openLines()
    await stripe.invoices.finalizeInvoice(id)
    const lines = [{ id: first, behavior: 'delete' as const }]
    expect(await refusalOf(stripe.invoices.removeLines(id, { lines }))).toMatchObject({ code: 'invoice_not_editable' })
  })
})
