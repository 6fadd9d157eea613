import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { type Day, draftOf, openBench, openDay, refusalOf } from './support.ts'

/**
 * The customer's balance (docs: "Customer credit balance"; SDK, Invoice.amount_due, starting_balance, ending_balance):
 * negative is credit; it acts when an invoice is finalised, wholly, before any charge.
 */
const bench = await openBench()

const balanceOf = async ({ stripe, customer }: Day): Promise<number> => {
  const found = await stripe.customers.retrieve(customer)
  return found.deleted ? Number.NaN : found.balance
}

const grant = ({ stripe, customer }: Day, amount: number, currency = 'usd') =>
  stripe.customers.createBalanceTransaction(customer, { amount, currency })

const billed = async (day: Day, total: number) => {
  const { id } = await draftOf(day, [total])
  return day.stripe.invoices.finalizeInvoice(id)
}

rules('SDK, Invoice.amount_due, starting_balance, ending_balance', 'finalising an invoice', () => {
  // [balance before, total, due, balance after]: due = total + balance, never below zero; the rest stays.
  it.each([
    [0, 10_000, 10_000, 0],
    [-3000, 10_000, 7000, 0],
    [-10_000, 10_000, 0, 0],
    [-15_000, 10_000, 0, -5000],
    [2000, 10_000, 12_000, 0],
    [0, -4000, 0, -4000],
    [-1000, -4000, 0, -5000],
    [3000, -4000, 0, -1000],
    [5000, -4000, 0, 1000],
    [-700, 0, 0, -700],
  ])('balance %d and total %d: %d due, %d left', async (...[before, total, due, after]) => {
    const day = await openDay(bench)
    if (before !== 0) await grant(day, before)
    const invoice = await billed(day, total)
    expect(invoice).toMatchObject({
      amount_due: due,
      starting_balance: before,
      ending_balance: after,
      status: due === 0 ? 'paid' : 'open',
    })
    expect(await balanceOf(day)).toBe(after)
  })

  it('leaves the balance alone while the invoice is a draft', async () => {
    const day = await openDay(bench)
    await grant(day, -3000)
    expect(await draftOf(day, [10_000])).toMatchObject({ starting_balance: -3000, ending_balance: null })
    expect(await balanceOf(day)).toBe(-3000)
  })
})

rules('docs, "Customer credit balance": used up by one invoice after the other', 'several invoices', () => {
  it('use a credit up: 10000 against 4000, 4000 and 4000', async () => {
    const day = await openDay(bench)
    await grant(day, -10_000)
    const dues: number[] = []
    for (const total of [4000, 4000, 4000]) dues.push((await billed(day, total)).amount_due)
    // 6000 left, 2000 left, then 2000 of 4000.
    expect(dues).toEqual([0, 0, 2000])
    expect(await balanceOf(day)).toBe(0)
  })

  it('carry what a credit invoice gives to the next: −2500, then 6000 is 3500', async () => {
    const day = await openDay(bench)
    await billed(day, -2500)
    expect((await billed(day, 6000)).amount_due).toBe(3500)
  })

  it('leave a transaction each that tells its ending balance', async () => {
    const day = await openDay(bench)
    await grant(day, -5000)
    await billed(day, 2000)
    await billed(day, 1000)
    const { data } = await day.stripe.customers.listBalanceTransactions(day.customer)
    expect(data.map(({ amount, ending_balance: ending, type }) => [amount, ending, type])).toEqual([
      [1000, -2000, 'applied_to_invoice'],
      [2000, -3000, 'applied_to_invoice'],
      [-5000, -5000, 'adjustment'],
    ])
  })
})

rules('docs, "Customer credit balance": voiding; SDK, CustomerBalanceTransaction.type', 'voiding an invoice', () => {
  it.each([
    [-3000, 10_000],
    [1500, 10_000],
  ])('gives back the balance of %d that %d had used', async (before, total) => {
    const day = await openDay(bench)
    await grant(day, before)
    const { id } = await billed(day, total)
    expect(await balanceOf(day)).toBe(0)
    await day.stripe.invoices.voidInvoice(id)
    expect(await balanceOf(day)).toBe(before)
    const [last] = (await day.stripe.customers.listBalanceTransactions(day.customer)).data
    expect(last).toMatchObject({ type: 'unapplied_from_invoice', amount: before, invoice: id })
  })

  it('after it was marked uncollectible gives it back too', async () => {
    const day = await openDay(bench)
    await grant(day, -100)
    const { id } = await billed(day, 10_000)
    await day.stripe.invoices.markUncollectible(id)
    await day.stripe.invoices.voidInvoice(id)
    expect(await balanceOf(day)).toBe(-100)
  })
})

rules('docs, "Supported currencies": minimums', 'an amount below the minimum charge', () => {
  // [currency, total, due]: the documented minimum itself is charged, one less becomes debt.
  it.each([
    ['usd', 50, 50],
    ['usd', 49, 0],
    ['gbp', 30, 30],
    ['gbp', 29, 0],
    ['jpy', 50, 50],
    ['jpy', 49, 0],
    ['sek', 299, 0],
  ])('of %s %d: %d is due', async (currency, total, due) => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [total], { currency })
    const invoice = await day.stripe.invoices.finalizeInvoice(id)
    expect(invoice).toMatchObject({ amount_due: due, status: due === 0 ? 'paid' : 'open' })
    expect(await balanceOf(day)).toBe(due === 0 ? total : 0)
  })

  it('is collected with the next invoice: 40, then 1000 + 40', async () => {
    const day = await openDay(bench)
    await billed(day, 40)
    const { data } = await day.stripe.customers.listBalanceTransactions(day.customer)
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([[40, 'invoice_too_small']])
    expect((await billed(day, 1000)).amount_due).toBe(1040)
  })

  it('after a credit, is the part that the credit leaves: 1000 − 970', async () => {
    const day = await openDay(bench)
    await grant(day, -970)
    expect(await billed(day, 1000)).toMatchObject({ amount_due: 0, ending_balance: 30 })
    const { data } = await day.stripe.customers.listBalanceTransactions(day.customer)
    expect(data.map(({ amount, type }) => [amount, type])).toEqual([
      [30, 'invoice_too_small'],
      [970, 'applied_to_invoice'],
      [-970, 'adjustment'],
    ])
  })

  it('is still asked for on an invoice that is sent', async () => {
    const day = await openDay(bench)
    const { id } = await draftOf(day, [40], { collection_method: 'send_invoice', days_until_due: 30 })
    expect((await day.stripe.invoices.finalizeInvoice(id)).amount_due).toBe(40)
  })
})

rules('docs, "Customer credit balance": immutable, one currency', 'balance transactions', () => {
  it('never change their amount, only description and metadata', async () => {
    const day = await openDay(bench)
    const { id } = await grant(day, -100)
    const changed = await day.stripe.customers.updateBalanceTransaction(day.customer, id, { description: 'Goodwill' })
    expect(changed).toMatchObject({ amount: -100, description: 'Goodwill' })
  })

  it('are in the customer’s currency only', async () => {
    const day = await openDay(bench)
    await grant(day, -100)
    expect((await refusalOf(grant(day, -100, 'eur'))).statusCode).toBe(400)
  })
})

rules('SDK, Invoice pay, paid_out_of_band', 'payment out of band', () => {
  it('pays without a charge and counts no attempt', async () => {
    const day = await openDay(bench)
    const { id } = await billed(day, 7000)
    expect(await day.stripe.invoices.pay(id, { paid_out_of_band: true })).toMatchObject({
      status: 'paid',
      amount_paid: 7000,
      amount_remaining: 0,
      attempt_count: 0,
    })
  })

  it('pays an uncollectible invoice after all', async () => {
    const day = await openDay(bench)
    const { id } = await billed(day, 7000)
    await day.stripe.invoices.markUncollectible(id)
    expect((await day.stripe.invoices.pay(id, { paid_out_of_band: true })).status).toBe('paid')
  })
})
