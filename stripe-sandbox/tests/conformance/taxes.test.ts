import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { draftOf, invoicesOf, openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

/** Tax rates on invoices and their lines. Percentages and amounts are the documents' own or worked out beside them. */
const bench = await openBench()

const taxed = async (amounts: readonly number[], percentage: number, inclusive = false, currency = 'usd') => {
  const day = await openDay(bench)
  const rate = await rateOf(day.stripe, percentage, { inclusive })
  const invoice = await draftOf(day, amounts, { currency, default_tax_rates: [rate] })
  return { ...day, rate, invoice }
}

rules('support, "Inclusive and exclusive tax options": 600 at 10 %', 'one rate', () => {
  it('exclusive is added: 600.00 becomes 660.00', async () => {
    const { invoice, rate } = await taxed([60_000], 10)
    const tax = {
      amount: 6000,
      tax_behavior: 'exclusive',
      tax_rate_details: { tax_rate: rate },
      taxability_reason: 'not_available',
      taxable_amount: 60_000,
      type: 'tax_rate_details',
    }
    expect(invoice).toMatchObject({
      subtotal: 60_000,
      subtotal_excluding_tax: 60_000,
      total: 66_000,
      total_excluding_tax: 60_000,
      amount_due: 66_000,
      total_taxes: [tax],
    })
    expect(invoice.lines.data[0]).toMatchObject({ amount: 60_000, taxes: [tax] })
  })

  // 600 = 545.4545… + 10 % of it, so the tax inside is 54.5454…, rounded 54.55.
  it('inclusive is within: 600.00 stays, 54.55 of it is tax', async () => {
    const { invoice } = await taxed([60_000], 10, true)
    expect(invoice).toMatchObject({
      subtotal: 60_000,
      subtotal_excluding_tax: 54_545,
      total: 60_000,
      total_excluding_tax: 54_545,
      total_taxes: [{ amount: 5455, tax_behavior: 'inclusive', taxable_amount: 54_545 }],
    })
  })

  it('is paid with the invoice', async () => {
    const { stripe, invoice } = await taxed([60_000], 10)
    await stripe.invoices.finalizeInvoice(invoice.id)
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ amount_paid: 66_000, status: 'paid' })
  })
})

rules('support, "Rounding rules for Stripe fees": the table of line items', 'rounding', () => {
  // 15 % of 0.43 is 0.0645, of 4.84 is 0.726: 0.06 + 0.73 = 0.79, while 15 % of 5.27 would be 0.7905.
  it('each line is rounded: 0.06 + 0.73 on 5.27 make 6.06', async () => {
    const { invoice } = await taxed([43, 484], 15)
    const taxes = invoice.lines.data.map((line) => line.taxes?.[0]?.amount).toSorted((a, b) => Number(a) - Number(b))
    expect(taxes).toEqual([6, 73])
    expect(invoice).toMatchObject({ subtotal: 527, total: 606, total_taxes: [{ amount: 79, taxable_amount: 527 }] })
  })

  // Three lines of 0.10 at 5 %: 0.005 each rounds to 0.01, three times 0.01; at once it would be 0.015, rounded 0.02.
  it('only then it is added up', async () => {
    const { invoice } = await taxed([10, 10, 10], 5)
    expect(invoice).toMatchObject({ subtotal: 30, total: 33 })
  })

  it.each([
    [999, 10, false, 1099], // 99.9 → 100
    [995, 8.25, false, 1077], // 82.0875 → 82
    [1100, 10, true, 1100],
  ])('yen have no decimals: %d at %d %% (inclusive: %s) is %d', async (amount, percentage, inclusive, total) => {
    const { invoice } = await taxed([amount], percentage, inclusive, 'jpy')
    expect(invoice.total).toBe(total)
  })

  // 12.3456 % of 100.00 is 12.3456 → 12.35.
  it('a percentage may have four decimals', async () => {
    const { invoice } = await taxed([10_000], 12.3456)
    expect(invoice.total).toBe(11_235)
  })
})

rules('SDK, Invoice.default_tax_rates and InvoiceItem.tax_rates', 'which rates apply', () => {
  it('several exclusive rates are each worked out on the amount: 5 % and 9.975 % of 200.00', async () => {
    const day = await openDay(bench)
    const gst = await rateOf(day.stripe, 5, { display_name: 'GST' })
    const qst = await rateOf(day.stripe, 9.975, { display_name: 'QST' })
    const invoice = await draftOf(day, [20_000], { default_tax_rates: [gst, qst] })
    // 10.00 and 19.95.
    expect(invoice.total_taxes).toMatchObject([
      { amount: 1000, tax_rate_details: { tax_rate: gst } },
      { amount: 1995, tax_rate_details: { tax_rate: qst } },
    ])
    expect(invoice.total).toBe(22_995)
  })

  it("an item's own rates keep the invoice's away", async () => {
    const day = await openDay(bench)
    const [standard, reduced] = [await rateOf(day.stripe, 20), await rateOf(day.stripe, 5)]
    const { id } = await draftOf(day, [1000], { default_tax_rates: [standard] })
    const item = { customer: day.customer, invoice: id, amount: 1000, currency: 'usd', tax_rates: [reduced] }
    expect(await day.stripe.invoiceItems.create(item)).toMatchObject({ tax_rates: [{ id: reduced, percentage: 5 }] })
    // 2000 + 20 % of 1000 + 5 % of 1000.
    expect(await day.stripe.invoices.retrieve(id)).toMatchObject({ subtotal: 2000, total: 2250 })
  })

  it('a list replaces, an empty string takes away', async () => {
    const { stripe, invoice, rate } = await taxed([1000], 20)
    const other = await rateOf(stripe, 7)
    const changed = await stripe.invoices.update(invoice.id, { default_tax_rates: [other] })
    expect(changed).toMatchObject({ total: 1070, default_tax_rates: [{ id: other }] })
    expect(await stripe.invoices.update(invoice.id, { default_tax_rates: '' })).toMatchObject({
      total: 1000,
      total_taxes: [],
      default_tax_rates: [],
    })
    expect(rate).not.toBe(other)
  })

  it('a pending item can change its rates until an invoice takes it', async () => {
    const { stripe, customer } = await openDay(bench)
    const rate = await rateOf(stripe, 20)
    const { id } = await stripe.invoiceItems.create({ customer, amount: 500, currency: 'usd', tax_rates: [rate] })
    await stripe.invoiceItems.update(id, { tax_rates: '' })
    const asked = { customer, pending_invoice_items_behavior: 'include' as const }
    expect(await stripe.invoices.create(asked)).toMatchObject({ total: 500, total_taxes: [] })
  })
})

rules('SDK, Invoice.updateLineItem: before finalisation, and on the invoice item too', 'the rates of a line', () => {
  it('are set, reach its item, and are taken away again', async () => {
    const { stripe, invoice, customer } = await taxed([1000], 20)
    const reduced = await rateOf(stripe, 5)
    const line = invoice.lines.data[0]?.id ?? ''
    expect(await stripe.invoices.updateLineItem(invoice.id, line, { tax_rates: [reduced] })).toMatchObject({
      id: line,
      taxes: [{ amount: 50, tax_rate_details: { tax_rate: reduced } }],
    })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 1050 })
    const items = await stripe.invoiceItems.list({ customer })
    expect(items.data).toMatchObject([{ tax_rates: [{ id: reduced }] }])
    await stripe.invoices.updateLineItem(invoice.id, line, { description: 'Seat' })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ total: 1050 })
    await stripe.invoices.updateLineItem(invoice.id, line, { tax_rates: '' })
    const { lines, total } = await stripe.invoices.retrieve(invoice.id)
    expect(total).toBe(1200)
    expect(lines.data[0]).toMatchObject({ description: 'Seat' })
  })

  it('tell in the event what they were', async () => {
    const { stripe, invoice } = await taxed([1000], 20)
    const line = invoice.lines.data[0]?.id ?? ''
    await stripe.invoices.updateLineItem(invoice.id, line, { tax_rates: [await rateOf(stripe, 5)] })
    const { data } = await stripe.events.list({ type: 'invoice.updated', limit: 1 })
    expect(data[0]?.data).toMatchObject({ object: { total: 1050 }, previous_attributes: { total: 1200 } })
  })

  it('stay as they are once the invoice is final', async () => {
    const { stripe, invoice, rate } = await taxed([1000], 20)
    await stripe.invoices.finalizeInvoice(invoice.id)
    const asked = stripe.invoices.updateLineItem(invoice.id, invoice.lines.data[0]?.id ?? '', { tax_rates: [rate] })
    expect(await refusalOf(asked)).toMatchObject({ code: 'invoice_not_editable' })
  })
})

rules('SDK, Invoice.subtotal, total and total_excluding_tax', 'discounts come before tax', () => {
  const discounted = async (inclusive: boolean) => {
    const { stripe, invoice } = await taxed([10_000], 20, inclusive)
    const { id } = await stripe.coupons.create({ percent_off: 10, duration: 'once' })
    return stripe.invoices.update(invoice.id, { discounts: [{ coupon: id }] })
  }

  // 100.00 − 10.00 = 90.00; 20 % of it is 18.00.
  it('exclusive: on what is left', async () => {
    expect(await discounted(false)).toMatchObject({
      subtotal: 10_000,
      subtotal_excluding_tax: 10_000,
      total: 10_800,
      total_excluding_tax: 9000,
      total_taxes: [{ amount: 1800, taxable_amount: 9000 }],
    })
  })

  // 90.00 / 1.2 = 75.00 and 15.00 tax; before the discount 100.00 / 1.2 = 83.333….
  it('inclusive: within what is left', async () => {
    expect(await discounted(true)).toMatchObject({
      subtotal: 10_000,
      subtotal_excluding_tax: 8333,
      total: 9000,
      total_excluding_tax: 7500,
      total_taxes: [{ amount: 1500, taxable_amount: 7500 }],
    })
  })
})

rules('docs, "Zero tax amounts and reverse charges"; SDK, Invoice.customer_tax_exempt', 'exempt customers', () => {
  it.each([
    ['exempt' as const, 'customer_exempt'],
    ['reverse' as const, 'reverse_charge'],
  ])('%s pays no tax, and the line says %s', async (exemption, reason) => {
    const { stripe, invoice, customer } = await taxed([1000], 20)
    await stripe.customers.update(customer, { tax_exempt: exemption })
    const draft = await stripe.invoices.retrieve(invoice.id)
    expect(draft).toMatchObject({ customer_tax_exempt: exemption, total: 1000, amount_due: 1000 })
    expect(draft.lines.data[0]?.taxes).toMatchObject([{ amount: 0, taxability_reason: reason }])
  })

  it('a finalised invoice no longer follows its customer', async () => {
    const { stripe, invoice, customer } = await taxed([1000], 20)
    await stripe.invoices.finalizeInvoice(invoice.id, { auto_advance: false })
    await stripe.customers.update(customer, { tax_exempt: 'exempt' })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ customer_tax_exempt: 'none', total: 1200 })
  })
})

rules('SDK, automatic_tax; what is not documented is refused by name', 'refusals', () => {
  it.each(['invoices', 'subscriptions'])('%s with automatic_tax enabled', async (where) => {
    const day = await openDay(bench)
    const { stripe, customer } = day
    const automatic = { customer, automatic_tax: { enabled: true } }
    const asked =
      where === 'invoices'
        ? stripe.invoices.create(automatic)
        : stripe.subscriptions.create({ ...automatic, items: [{ price: await day.monthly(100) }] })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'automatic_tax[enabled]' })
    expect(await invoicesOf(stripe, customer)).toEqual([])
  })

  it('an inclusive rate together with another one', async () => {
    const { stripe, invoice, rate } = await taxed([1000], 20, true)
    const second = await rateOf(stripe, 5)
    const asked = stripe.invoices.update(invoice.id, { default_tax_rates: [rate, second] })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'default_tax_rates' })
  })

  it('more than five rates', async () => {
    const { stripe, invoice } = await taxed([1000], 1)
    const rates = await Promise.all([1, 2, 3, 4, 5, 6].map((percentage) => rateOf(stripe, percentage)))
    const asked = stripe.invoices.update(invoice.id, { default_tax_rates: rates })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'default_tax_rates' })
  })
})
