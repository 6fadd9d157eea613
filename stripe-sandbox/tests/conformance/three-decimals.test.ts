import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { draftOf, invoicesOf, openBench, openDay, refusalOf } from './support.ts'
import { rateOf } from './tax-support.ts'

const bench = await openBench()

/** A draft over one amount in Kuwaiti dinars, taxed; 5.000 KWD are 5000. */
const drafted = async (amount: number, percentage: number) => {
  const day = await openDay(bench)
  const rate = await rateOf(day.stripe, percentage)
  return { ...day, invoice: await draftOf(day, [amount], { currency: 'kwd', default_tax_rates: [rate] }) }
}

rules('docs, "Supported currencies": the last of three decimals is 0', 'taxes and discounts of three decimals', () => {
  // 5 % of 5.000 is 0.250.
  it('are charged where they end in 0: 5.250', async () => {
    const { stripe, invoice } = await drafted(5000, 5)
    expect(await stripe.invoices.pay(invoice.id)).toMatchObject({ amount_paid: 5250, status: 'paid' })
  })

  // 5 % of 5.120 is 0.256.
  it('are worked out on a draft, and refused by name when it is finalised: 5.376', async () => {
    const { stripe, invoice } = await drafted(5120, 5)
    expect(invoice).toMatchObject({ total: 5376, total_taxes: [{ amount: 256 }] })
    expect(await refusalOf(stripe.invoices.finalizeInvoice(invoice.id))).toMatchObject({ statusCode: 501 })
    expect(await stripe.invoices.retrieve(invoice.id)).toMatchObject({ status: 'draft', number: null })
  })

  it('of a new subscription are refused before anything is made', async () => {
    const { stripe, customer, monthly } = await openDay(bench)
    const { id: coupon } = await stripe.coupons.create({ percent_off: 33, duration: 'forever' })
    // 5.000 less 33 % is 3.350, which would do; 5.010 less 33 % is 3.357 (3.3567 rounded), which would not.
    const asked = async (amount: number) => ({
      customer,
      items: [{ price: await monthly(amount, 'kwd') }],
      discounts: [{ coupon }],
    })
    expect(await refusalOf(stripe.subscriptions.create(await asked(5010)))).toMatchObject({ statusCode: 501 })
    expect(await invoicesOf(stripe, customer)).toEqual([])
    await stripe.subscriptions.create(await asked(5000))
    expect((await invoicesOf(stripe, customer))[0]).toMatchObject({ amount_paid: 3350 })
  })
})
