import * as fc from 'fast-check'
import type { Stripe } from 'stripe'
import { expect, it } from 'vitest'
import { rules } from './rules.ts'
import { DAY, type Day, firstItem, invoicesOf, JUNE, openBench, openDay } from './support.ts'

/** What must hold of every history (SDK: Invoice.total, Customer.balance, preview with proration_date). */
const bench = await openBench()
const RUNS = { numRuns: 12 }

const sum = (amounts: readonly number[]): number => amounts.reduce((total, amount) => total + amount, 0)

const checkSums = (invoice: Stripe.Invoice): void => {
  const lines = invoice.lines.data
  const discounts = sum((invoice.total_discount_amounts ?? []).map(({ amount }) => amount))
  const ofLines = sum(lines.flatMap((line) => (line.discount_amounts ?? []).map(({ amount }) => amount)))
  const taxes = invoice.total_taxes ?? []
  expect(invoice.subtotal).toBe(sum(lines.map(({ amount }) => amount)))
  expect(discounts).toBe(ofLines)
  expect(invoice.total_excluding_tax).toBe(invoice.total - sum(taxes.map(({ amount }) => amount)))
  expect(invoice.total).toBe(
    invoice.subtotal -
      discounts +
      sum(taxes.filter(({ tax_behavior: on }) => on === 'exclusive').map(({ amount }) => amount)),
  )
}

const checkBalance = async ({ stripe, customer }: Day): Promise<void> => {
  const { data } = await stripe.customers.listBalanceTransactions(customer, { limit: 100 })
  const found = await stripe.customers.retrieve(customer)
  expect(found).toMatchObject({ balance: sum(data.map(({ amount }) => amount)) })
  for (const { invoice } of data)
    if (typeof invoice === 'string') expect((await stripe.invoices.retrieve(invoice)).id).toBe(invoice)
}

const step = fc.record({
  after: fc.integer({ min: 1, max: 40 * 86_400 }),
  act: fc.constantFrom('upgrade', 'quantity', 'discount', 'credit', 'item', 'tax', 'nothing'),
  size: fc.integer({ min: 1, max: 20_000 }),
  behavior: fc.constantFrom('create_prorations' as const, 'always_invoice' as const, 'none' as const),
})

type Step = typeof step extends fc.Arbitrary<infer S> ? S : never
type Acts = Readonly<Record<string, (day: Day, id: string, step: Step) => Promise<unknown>>>

const itemOf = async ({ stripe }: Day, id: string): Promise<string> =>
  firstItem(await stripe.subscriptions.retrieve(id))

const acts: Acts = {
  upgrade: async (day, id, { size, behavior }) =>
    day.stripe.subscriptions.update(id, {
      items: [{ id: await itemOf(day, id), price: await day.monthly(size) }],
      proration_behavior: behavior,
    }),
  quantity: async (day, id, { size, behavior }) =>
    day.stripe.subscriptions.update(id, {
      items: [{ id: await itemOf(day, id), quantity: size % 9 }],
      proration_behavior: behavior,
    }),
  discount: async (day, id, { size }) => {
    const params = size % 2 === 0 ? { percent_off: (size % 99) + 1 } : { amount_off: size, currency: 'usd' }
    const { id: coupon } = await day.stripe.coupons.create({ ...params, duration: 'forever' })
    return day.stripe.subscriptions.update(id, { discounts: [{ coupon }] })
  },
  credit: ({ stripe, customer }, _id, { size }) =>
    stripe.customers.createBalanceTransaction(customer, { amount: size - 10_000, currency: 'usd' }),
  tax: async ({ stripe }, id, { size }) => {
    const params = { display_name: 'Tax', inclusive: size % 3 === 0, percentage: (size % 3000) / 100 }
    const rate = await stripe.taxRates.create(params)
    return stripe.subscriptions.update(id, { default_tax_rates: [rate.id] })
  },
  item: ({ stripe, customer }, _id, { size }) =>
    stripe.invoiceItems.create({ customer, amount: size - 5000, currency: 'usd' }),
}

rules('SDK, Invoice.total, Customer.balance, create_preview', 'any history', () => {
  it('keeps totals, balances and references whole', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
        const day = await openDay(bench)
        const price = await day.monthly(5000)
        const { id } = await day.stripe.subscriptions.create({ customer: day.customer, items: [{ price }] })
        let now = JUNE
        for (const one of steps) {
          now += one.after
          day.control.advanceTo(now)
          await acts[one.act]?.(day, id, one)
        }
        day.control.advanceTo(now + 32 * DAY)
        for (const invoice of await invoicesOf(day.stripe, day.customer)) {
          checkSums(invoice)
          expect(invoice.customer).toBe(day.customer)
        }
        await checkBalance(day)
      }),
      RUNS,
    )
  }, 60_000)

  it('bills what the preview with the same proration_date showed', async () => {
    const change = fc.record({
      from: fc.integer({ min: 100, max: 50_000 }),
      to: fc.integer({ min: 100, max: 50_000 }),
      quantity: fc.integer({ min: 1, max: 12 }),
      seconds: fc.integer({ min: 1, max: 30 * DAY - 10 }),
    })
    await fc.assert(
      fc.asyncProperty(change, async ({ from, to, quantity, seconds }) => {
        const day = await openDay(bench)
        const made = await day.stripe.subscriptions.create({
          customer: day.customer,
          items: [{ price: await day.monthly(from) }],
        })
        const at = JUNE + seconds
        day.control.advanceTo(at)
        const details = {
          items: [{ id: firstItem(made), price: await day.monthly(to), quantity }],
          proration_behavior: 'always_invoice' as const,
          proration_date: at,
        }
        const asked = { subscription: made.id, subscription_details: details }
        const preview = await day.stripe.invoices.createPreview(asked)
        day.control.advanceTo(at + 5)
        await day.stripe.subscriptions.update(made.id, details)
        const [, real] = await invoicesOf(day.stripe, day.customer)
        if (real === undefined) {
          // What comes to nothing makes no invoice; the preview showed the next regular one.
          const { data: pending } = await day.stripe.invoiceItems.list({ customer: day.customer })
          expect(pending).toEqual([])
          expect(preview.total).toBe(to * quantity)
          return
        }
        expect(real).toMatchObject({ total: preview.total, amount_due: preview.amount_due })
      }),
      RUNS,
    )
  }, 60_000)
})
