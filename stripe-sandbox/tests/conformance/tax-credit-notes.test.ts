import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

const bench = await openBench()

/** An open invoice of one line, 4 × 25.00, taxed at 20 %. */
const opened = async (inclusive = false, coupon?: Stripe.CouponCreateParams) => {
  const day = await openDay(bench)
  const { stripe, customer } = day
  const rate = await rateOf(stripe, 20, { inclusive })
  const { id } = await stripe.invoices.create({ customer, currency: 'usd', default_tax_rates: [rate] })
  const { id: price } = await stripe.prices.create({ product: day.product, currency: 'usd', unit_amount: 2500 })
  await stripe.invoiceItems.create({ customer, invoice: id, pricing: { price }, quantity: 4 })
  if (coupon !== undefined) {
    const { id: made } = await stripe.coupons.create(coupon)
    await stripe.invoices.update(id, { discounts: [{ coupon: made }] })
  }
  const invoice = await stripe.invoices.finalizeInvoice(id)
  return { ...day, rate, invoice, line: invoice.lines.data[0]?.id ?? '' }
}

type Opened = Awaited<ReturnType<typeof opened>>

const credit = ({ stripe, invoice, line }: Opened, part: Partial<Stripe.CreditNoteCreateParams.Line>) =>
  stripe.creditNotes.create({
    invoice: invoice.id,
    lines: [{ type: 'invoice_line_item', invoice_line_item: line, ...part }],
  })

const custom = (unit: number, rates: string[]): Stripe.CreditNoteCreateParams.Line => ({
  type: 'custom_line_item',
  description: 'Goodwill',
  quantity: 1,
  unit_amount: unit,
  tax_rates: rates,
})

rules(
  'docs, "Generate credit notes programmatically": a quantity times the unit price; SDK, CreditNote',
  'by quantity',
  () => {
    // One of four: 25.00 and 20 % of it; 120.00 − 30.00 stay to be paid.
    it('units are credited with their exclusive tax', async () => {
      const day = await opened()
      const note = await credit(day, { quantity: 1 })
      const tax = { amount: 500, taxable_amount: 2500, tax_behavior: 'exclusive', taxability_reason: 'not_available' }
      expect(note).toMatchObject({
        amount: 3000,
        subtotal: 2500,
        subtotal_excluding_tax: 2500,
        total: 3000,
        total_excluding_tax: 2500,
        total_taxes: [tax],
        pre_payment_amount: 3000,
      })
      expect(note.lines.data[0]).toMatchObject({
        amount: 2500,
        quantity: 1,
        taxes: [tax],
        tax_rates: [{ id: day.rate, percentage: 20 }],
      })
      expect(await day.stripe.invoices.retrieve(day.invoice.id)).toMatchObject({
        total: 12_000,
        amount_remaining: 9000,
      })
    })

    // 25.00 / 1.2 = 20.8333: 4.17 of it is tax.
    it('inclusive tax is within what is credited', async () => {
      const day = await opened(true)
      expect(await credit(day, { quantity: 1 })).toMatchObject({
        amount: 2500,
        total: 2500,
        total_excluding_tax: 2083,
        subtotal_excluding_tax: 2083,
        total_taxes: [{ amount: 417, taxable_amount: 2083, tax_behavior: 'inclusive' }],
      })
    })

    it('never more units than the line has, all notes together', async () => {
      const day = await opened()
      await credit(day, { quantity: 3 })
      expect(await refusalOf(credit(day, { quantity: 2 }))).toMatchObject({
        statusCode: 400,
        param: 'lines[0][quantity]',
      })
      await credit(day, { quantity: 1 })
      // 90.00 + 30.00 = all of it.
      expect(await day.stripe.invoices.retrieve(day.invoice.id)).toMatchObject({ status: 'paid', amount_paid: 0 })
    })

    it('a line credited by quantity is not credited by amount', async () => {
      const day = await opened(true)
      await credit(day, { quantity: 1 })
      expect(await refusalOf(credit(day, { amount: 100 }))).toMatchObject({
        statusCode: 400,
        param: 'lines[0][amount]',
      })
    })

    // 100.00 − 10.00, and 20 % of 90.00.
    it('the whole of a discounted line gives back its discount and the tax on what was left', async () => {
      const day = await opened(false, { percent_off: 10, duration: 'once' })
      expect(await credit(day, { quantity: 4 })).toMatchObject({
        subtotal: 10_000,
        discount_amount: 1000,
        total_excluding_tax: 9000,
        total: 10_800,
        total_taxes: [{ amount: 1800, taxable_amount: 9000 }],
      })
    })
  },
)

rules('SDK, CreditNoteCreateParams.Line: amount, tax_rates', 'by amount and by custom lines', () => {
  it('an amount of an inclusively taxed line: 2.00 of 12.00', async () => {
    const day = await opened(true)
    expect(await credit(day, { amount: 1200 })).toMatchObject({
      amount: 1200,
      total_excluding_tax: 1000,
      total_taxes: [{ amount: 200, taxable_amount: 1000 }],
    })
  })

  // 10.00 and 20 % of it, 5.00 and nothing: 17.00.
  it('custom lines bear the rates that they name, and no others', async () => {
    const { stripe, invoice, rate } = await opened()
    const lines = [custom(1000, [rate]), custom(500, [])]
    const note = await stripe.creditNotes.create({ invoice: invoice.id, lines, amount: 1700 })
    expect(note).toMatchObject({ subtotal: 1500, total: 1700, total_taxes: [{ amount: 200, taxable_amount: 1000 }] })
    expect(note.lines.data.map(({ taxes }) => taxes?.map(({ amount }) => amount))).toEqual([[200], []])
  })

  it('the amount of a note is its total, tax included', async () => {
    const { stripe, invoice, rate } = await opened()
    const asked = stripe.creditNotes.create({ invoice: invoice.id, lines: [custom(1000, [rate])], amount: 1000 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'amount' })
  })

  it('a note of everything gives back every tax', async () => {
    const { stripe, invoice } = await opened()
    const note = await stripe.creditNotes.create({ invoice: invoice.id, amount: 12_000 })
    expect(note).toMatchObject({ subtotal: 10_000, total: 12_000, total_excluding_tax: 10_000 })
    expect(note.total_taxes).toEqual(invoice.total_taxes)
  })

  it('after payment the tax goes to the balance with the rest', async () => {
    const day = await opened()
    const { stripe, customer, invoice, line } = day
    await stripe.invoices.pay(invoice.id)
    const lines = [{ type: 'invoice_line_item' as const, invoice_line_item: line, quantity: 2 }]
    await stripe.creditNotes.create({ invoice: invoice.id, lines, credit_amount: 6000 })
    // 50.00 and its 10.00.
    expect(await stripe.customers.retrieve(customer)).toMatchObject({ balance: -6000 })
  })

  it('a preview shows the same and writes nothing', async () => {
    const { stripe, invoice, line } = await opened()
    const lines = [{ type: 'invoice_line_item' as const, invoice_line_item: line, quantity: 1 }]
    expect(await stripe.creditNotes.preview({ invoice: invoice.id, lines })).toMatchObject({ total: 3000 })
    expect((await stripe.creditNotes.list({ invoice: invoice.id })).data).toEqual([])
  })
})

rules('Not documented, so refused by name', 'credit notes that are not built', () => {
  it('an amount of a line with exclusive tax: before or after it?', async () => {
    expect(await refusalOf(credit(await opened(), { amount: 100 }))).toMatchObject({ statusCode: 501 })
  })

  it('a part of a taxed invoice without lines: which taxes?', async () => {
    const { stripe, invoice } = await opened()
    const asked = stripe.creditNotes.create({ invoice: invoice.id, amount: 100 })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 501, param: 'amount' })
  })

  it('some units of a discounted line', async () => {
    const day = await opened(false, { percent_off: 10, duration: 'once' })
    expect(await refusalOf(credit(day, { quantity: 1 }))).toMatchObject({ statusCode: 501 })
  })
})
