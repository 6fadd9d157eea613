import type { Stripe } from 'stripe'
import {
  type Act,
  type Acts,
  choose,
  couponOf,
  customerOf,
  invoiceOf,
  priceOf,
  type Step,
  subscriptionOf,
  type World,
} from './world.ts'

const bill = async (world: World, step: Step, params: object): Promise<unknown> => {
  const customer = await customerOf(world, step)
  const { id: invoice } = await world.stripe.invoices.create({ customer, currency: 'usd', ...params })
  for (const amount of [step.size, step.size - 4000, 250])
    await world.stripe.invoiceItems.create({ customer, invoice, amount, currency: 'usd' })
  return invoice
}

const note =
  (status: 'open' | 'paid', partsOf: (amount: number) => object): Act =>
  async (world, step) => {
    const { id, lines } = await invoiceOf(world, step, status)
    const line = choose(lines.data, step.size)
    const amount = Math.max(1, Math.floor(line.amount / ((step.size % 3) + 1)))
    return world.stripe.creditNotes.create({
      invoice: id,
      lines: [{ type: 'invoice_line_item', invoice_line_item: line.id, amount }],
      ...partsOf(amount),
    })
  }

const isOfOpen = ({ status, post_payment_amount: after }: Stripe.CreditNote): boolean =>
  status === 'issued' && after === 0

const session = async (world: World, step: Step) =>
  world.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: await customerOf(world, step),
    line_items: [{ price: await priceOf(world, step), quantity: 1 }],
    success_url: 'https://example.com/done',
  })

/** What is owed once, what was paid for it, and what is given back. */
export const invoiceActs: Acts = {
  bill: (world, step) => bill(world, step, {}),
  billSent: (world, step) => bill(world, step, { collection_method: 'send_invoice', days_until_due: step.size % 40 }),
  billDiscounted: async (world, step) => bill(world, step, { discounts: [{ coupon: await couponOf(world, step) }] }),
  billTaxed: async (world, step) => {
    const rates = await world.stripe.taxRates.list({ limit: 100 })
    return bill(world, step, { default_tax_rates: [choose(rates.data, step.pick).id] })
  },
  item: async (world, step) =>
    world.stripe.invoiceItems.create({
      customer: await customerOf(world, step),
      amount: step.size - 3000,
      currency: 'usd',
    }),
  pricedItem: async (world, step) =>
    world.stripe.invoiceItems.create({
      customer: await customerOf(world, step),
      pricing: { price: await priceOf(world, step, 'one_time') },
      quantity: (step.size % 4) + 1,
    }),
  itemGone: async ({ stripe }, { pick }) =>
    stripe.invoiceItems.del(choose((await stripe.invoiceItems.list({ limit: 100, pending: true })).data, pick).id),
  finalize: async (world, step) =>
    world.stripe.invoices.finalizeInvoice((await invoiceOf(world, step, 'draft')).id, {
      auto_advance: step.size % 2 === 0,
    }),
  draftGone: async (world, step) => world.stripe.invoices.del((await invoiceOf(world, step, 'draft')).id),
  linesAdded: async (world, step) => {
    const { id } = await invoiceOf(world, step, 'draft')
    const { id: product } = choose((await world.stripe.products.list({ limit: 100 })).data, step.pick)
    const price_data = { currency: 'usd', product, unit_amount: step.size }
    return world.stripe.invoices.addLines(id, { lines: [{ price_data, quantity: 3 }, { amount: step.size }] })
  },
  linesGone: async (world, step) => {
    const { id, lines } = await invoiceOf(world, step, 'draft')
    const behavior = step.size % 2 === 0 ? 'delete' : 'unassign'
    return world.stripe.invoices.removeLines(id, { lines: [{ id: choose(lines.data, step.pick).id, behavior }] })
  },
  draftText: async (world, step) =>
    world.stripe.invoices.update((await invoiceOf(world, step, 'draft')).id, { description: `Memo ${step.size}` }),
  pay: async (world, step) => world.stripe.invoices.pay((await invoiceOf(world, step, 'open')).id),
  payOutside: async (world, step) =>
    world.stripe.invoices.pay((await invoiceOf(world, step, 'open')).id, { paid_out_of_band: true }),
  void: async (world, step) => world.stripe.invoices.voidInvoice((await invoiceOf(world, step, 'open')).id),
  uncollectible: async (world, step) =>
    world.stripe.invoices.markUncollectible((await invoiceOf(world, step, 'open')).id),
  noteOfOpen: note('open', () => ({})),
  noteToBalance: note('paid', (amount) => ({ credit_amount: amount })),
  noteOutside: note('paid', (amount) => ({ out_of_band_amount: amount })),
  noteRefunded: note('paid', (amount) => ({ refund_amount: amount })),
  noteVoid: async ({ stripe }, { pick }) =>
    stripe.creditNotes.voidCreditNote(
      choose((await stripe.creditNotes.list({ limit: 100 })).data.filter(isOfOpen), pick).id,
    ),
  refund: async ({ stripe }, { pick, size }) =>
    stripe.refunds.create({ charge: choose((await stripe.charges.list({ limit: 100 })).data, pick).id, amount: size }),
  preview: async (world, step) =>
    world.stripe.invoices.createPreview({ subscription: (await subscriptionOf(world, step)).id }),
  checkout: session,
  checkoutDone: async (world, step) => world.control.completeCheckout((await session(world, step)).id),
}
