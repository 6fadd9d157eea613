import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { draftOf, openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

const bench = await openBench()

const VAT = { display_name: 'VAT', percentage: 19, inclusive: false } as const

rules('SDK, TaxRate and TaxRateCreateParams; docs, "Tax rates"', 'a tax rate', () => {
  it('is active, and has no fields of Stripe Tax', async () => {
    const { stripe } = await openDay(bench)
    const made = await stripe.taxRates.create({ ...VAT, country: 'DE', jurisdiction: 'DE', tax_type: 'vat' })
    expect(made).toMatchObject({
      ...VAT,
      object: 'tax_rate',
      active: true,
      country: 'DE',
      description: null,
      effective_percentage: null,
      flat_amount: null,
      jurisdiction: 'DE',
      jurisdiction_level: null,
      rate_type: null,
      tax_type: 'vat',
    })
    expect(made.id).toMatch(/^txr_/)
    expect(await stripe.taxRates.retrieve(made.id)).toEqual(made)
  })

  it('changes its texts and whether it is active, and tells what was before', async () => {
    const { stripe } = await openDay(bench)
    const { id } = await stripe.taxRates.create(VAT)
    await stripe.taxRates.update(id, { active: false, display_name: 'MwSt.', metadata: { zone: 'EU' } })
    expect(await stripe.taxRates.retrieve(id)).toMatchObject({ active: false, display_name: 'MwSt.', percentage: 19 })
    const { data } = await stripe.events.list({ types: ['tax_rate.created', 'tax_rate.updated'] })
    expect(data.map(({ type }) => type)).toEqual(['tax_rate.updated', 'tax_rate.created'])
    expect(data[0]?.data.previous_attributes).toMatchObject({ active: true, display_name: 'VAT' })
  })

  it('lists the newest first, by page, by state and by kind', async () => {
    const { stripe } = await openDay(bench)
    const one = await rateOf(stripe, 1)
    const two = await rateOf(stripe, 2, { inclusive: true })
    const three = await rateOf(stripe, 3, { active: false })
    const ids = (page: { readonly data: readonly Stripe.TaxRate[] }) => page.data.map(({ id }) => id)
    expect(ids(await stripe.taxRates.list())).toEqual([three, two, one])
    expect(ids(await stripe.taxRates.list({ limit: 1, starting_after: three }))).toEqual([two])
    expect(ids(await stripe.taxRates.list({ active: true }))).toEqual([two, one])
    expect(ids(await stripe.taxRates.list({ inclusive: true }))).toEqual([two])
  })

  it.each([[-1], [100.5], [1.23456]])('of %d %% is refused', async (percentage) => {
    const { stripe } = await openDay(bench)
    expect(await refusalOf(rateOf(stripe, percentage))).toMatchObject({ statusCode: 400, param: 'percentage' })
  })
})

rules('SDK, TaxRate.active: not for new use, still works where it is set', 'an archived rate', () => {
  const archived = async () => {
    const day = await openDay(bench)
    const rate = await rateOf(day.stripe, 20)
    const { id } = await draftOf(day, [1000], { default_tax_rates: [rate] })
    await day.stripe.taxRates.update(rate, { active: false })
    return { ...day, rate, invoice: id }
  }

  it('cannot be chosen', async () => {
    const { stripe, customer, rate } = await archived()
    const asked = stripe.invoices.create({ customer, default_tax_rates: [rate] })
    expect(await refusalOf(asked)).toMatchObject({ statusCode: 400, param: 'default_tax_rates' })
  })

  it('stays where it was: 10.00 + 5.00, and 20 % of it', async () => {
    const { stripe, customer, rate, invoice } = await archived()
    await stripe.invoices.update(invoice, { default_tax_rates: [rate] })
    await stripe.invoiceItems.create({ customer, invoice, amount: 500, currency: 'usd' })
    expect(await stripe.invoices.retrieve(invoice)).toMatchObject({
      total: 1800,
      default_tax_rates: [{ id: rate, active: false }],
    })
  })
})
