import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { draftOf, openBench, openDay } from './support.ts'
import { rateOf } from './tax-support.ts'

const bench = await openBench()

/** 20.00 less 10 %, taxed; the addresses of the page and of the PDF. */
const documents = async (inclusive: boolean, exemption: 'none' | 'reverse' = 'none') => {
  const day = await openDay(bench)
  const { stripe, customer } = day
  await stripe.customers.update(customer, { tax_exempt: exemption })
  const rate = await rateOf(stripe, 20, { inclusive, jurisdiction: 'FR' })
  const { id } = await draftOf(day, [2000], { default_tax_rates: [rate] })
  const { id: coupon } = await stripe.coupons.create({ percent_off: 10, duration: 'once' })
  await stripe.invoices.update(id, { discounts: [{ coupon }] })
  const { hosted_invoice_url: url, invoice_pdf: pdf } = await stripe.invoices.finalizeInvoice(id)
  const textOf = async (place: string | null | undefined): Promise<string> => (await fetch(place ?? '')).text()
  return { page: await textOf(url), pdf: await textOf(pdf) }
}

/** Cells of the page's table, row by row. */
const rowsOf = (page: string): string[][] =>
  [...page.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) => cell),
  )

rules('SDK, TaxRate.display_name and jurisdiction: shown on the invoice and its PDF', 'documents', () => {
  // 20.00 − 2.00 = 18.00; 20 % of it is 3.60.
  it('name an exclusive tax between discounts and total', async () => {
    const { page, pdf } = await documents(false)
    expect(rowsOf(page).slice(1, 5)).toEqual([
      ['Subtotal', 'USD 20.00'],
      ['Discounts', '-USD 2.00'],
      ['VAT FR (20%)', 'USD 3.60'],
      ['Total', 'USD 21.60'],
    ])
    expect(pdf).toContain('VAT FR \\(20%\\): USD 3.60')
  })

  // 18.00 / 1.2 = 15.00, so 3.00 of it is tax.
  it('say that an inclusive tax is within', async () => {
    const { page } = await documents(true)
    expect(rowsOf(page)).toContainEqual(['VAT FR (20% incl.)', 'USD 3.00'])
    expect(rowsOf(page)).toContainEqual(['Total', 'USD 18.00'])
  })
})

rules('SDK, Customer.tax_exempt: invoice PDFs of `reverse` carry "Reverse charge"', 'reverse charge', () => {
  it('is written on them, and only then', async () => {
    const reverse = await documents(false, 'reverse')
    expect(reverse.pdf).toContain('Reverse charge')
    expect(rowsOf(reverse.page)).toContainEqual(['Total', 'USD 18.00'])
    expect((await documents(false)).pdf).not.toContain('Reverse charge')
  })
})
