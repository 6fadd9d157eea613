import * as fc from 'fast-check'
import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { type Day, openBench, openDay } from './support.ts'

const bench = await openBench()

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

type Tax = Pick<Stripe.Invoice.TotalTax, 'amount' | 'tax_behavior'>

const taxIn = (taxes: readonly Tax[] | null, behavior: 'exclusive' | 'inclusive'): number =>
  sum((taxes ?? []).filter(({ tax_behavior: own }) => own === behavior).map(({ amount }) => amount))

const rate = fc.record({
  /** In ten-thousandths of a per cent. */
  parts: fc.integer({ min: 0, max: 300_000 }),
  inclusive: fc.boolean(),
})

const bill = fc.record({
  lines: fc.array(fc.record({ amount: fc.integer({ min: -5000, max: 90_000 }), own: fc.boolean() }), {
    minLength: 1,
    maxLength: 5,
  }),
  rates: fc.tuple(rate, rate),
  off: fc.option(fc.integer({ min: 1, max: 99 }), { nil: undefined }),
  currency: fc.constantFrom('usd', 'jpy'),
  exemption: fc.constantFrom('none' as const, 'none' as const, 'exempt' as const, 'reverse' as const),
})

type Bill = typeof bill extends fc.Arbitrary<infer B> ? B : never

/** A draft whose lines bear the second rate where they have their own, and the first one otherwise. */
const drafted = async ({ stripe, customer }: Day, { lines, rates, off, currency, exemption }: Bill) => {
  const [common, own] = await Promise.all(
    rates.map(async ({ parts, inclusive }) => {
      const made = await stripe.taxRates.create({ display_name: 'Tax', percentage: parts / 10_000, inclusive })
      return made.id
    }),
  )
  await stripe.customers.update(customer, { tax_exempt: exemption })
  const { id } = await stripe.invoices.create({ customer, currency, default_tax_rates: [common ?? ''] })
  for (const line of lines) {
    const item = { customer, invoice: id, amount: line.amount, currency }
    await stripe.invoiceItems.create(line.own ? { ...item, tax_rates: [own ?? ''] } : item)
  }
  if (off !== undefined) {
    const { id: coupon } = await stripe.coupons.create({ percent_off: off, duration: 'once' })
    await stripe.invoices.update(id, { discounts: [{ coupon }] })
  }
  return {
    invoice: await stripe.invoices.retrieve(id),
    percents: new Map([common, own].map((rateId, i) => [rateId, rates[i]])),
  }
}

const checkSums = (invoice: Stripe.Invoice): void => {
  const lines = invoice.lines.data
  const discounts = sum((invoice.total_discount_amounts ?? []).map(({ amount }) => amount))
  const exclusive = taxIn(invoice.total_taxes, 'exclusive')
  const inclusive = taxIn(invoice.total_taxes, 'inclusive')
  expect(invoice.subtotal).toBe(sum(lines.map(({ amount }) => amount)))
  expect(invoice.total).toBe(invoice.subtotal - discounts + exclusive)
  expect(invoice.total_excluding_tax).toBe(invoice.total - exclusive - inclusive)
  for (const behavior of ['exclusive', 'inclusive'] as const)
    expect(taxIn(invoice.total_taxes, behavior)).toBe(sum(lines.map(({ taxes }) => taxIn(taxes, behavior))))
}

const netOf = ({ amount, discount_amounts: taken }: Stripe.InvoiceLineItem): number =>
  amount - sum((taken ?? []).map((one) => one.amount))

/** Within half a unit of the exact tax, in whole numbers: ten-thousandths of a per cent are 1 / 1 000 000. */
const isNearest = (net: number, tax: number, { parts, inclusive }: Bill['rates'][number]): boolean => {
  const whole = BigInt(inclusive ? 1_000_000 + parts : 1_000_000)
  const error = 2n * (BigInt(tax) * whole - BigInt(net) * BigInt(parts))
  return error <= whole && error >= -whole
}

rules('SDK, Invoice.subtotal, total, total_excluding_tax, total_taxes and its lines', 'any invoice with taxes', () => {
  it('adds up, and each tax is the nearest whole unit of its line', async () => {
    await fc.assert(
      fc.asyncProperty(bill, async (asked) => {
        const { invoice, percents } = await drafted(await openDay(bench), asked)
        checkSums(invoice)
        for (const line of invoice.lines.data) {
          const [tax, ...others] = line.taxes ?? []
          const used = percents.get(tax?.tax_rate_details?.tax_rate ?? '')
          expect(others).toEqual([])
          if (tax === undefined || used === undefined) throw new Error('The line bears no rate of this invoice')
          if (asked.exemption === 'none') expect(isNearest(netOf(line), tax.amount, used)).toBe(true)
          else expect(tax.amount).toBe(0)
        }
      }),
      { numRuns: 40 },
    )
  }, 60_000)
})
