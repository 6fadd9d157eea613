import { type Acts, choose, couponOf, customerOf } from './world.ts'

const CARDS = ['pm_card_visa', 'pm_card_mastercard', 'pm_card_chargeCustomerFail'] as const

/** Whom it is sold to, what they owe and how they pay. */
export const customerActs: Acts = {
  customer: ({ stripe }, { size }) =>
    stripe.customers.create({
      name: `Customer ${size}`,
      email: `c${size % 50}@example.com`,
      payment_method: 'pm_card_visa',
      invoice_settings: { default_payment_method: 'pm_card_visa' },
    }),
  penniless: ({ stripe }, { size }) => stripe.customers.create({ name: `Without a card ${size}` }),
  rename: async (world, step) =>
    world.stripe.customers.update(await customerOf(world, step), {
      name: `Renamed ${step.size}`,
      metadata: { team: String(step.size % 9) },
    }),
  customerGone: async (world, step) => world.stripe.customers.del(await customerOf(world, step)),
  card: async (world, step) => {
    const customer = await customerOf(world, step)
    const { id } = await world.stripe.paymentMethods.attach(choose(CARDS, step.size), { customer })
    return world.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
  },
  cardGone: async (world, step) => {
    const { data } = await world.stripe.paymentMethods.list({ customer: await customerOf(world, step) })
    return world.stripe.paymentMethods.detach(choose(data, step.size).id)
  },
  credit: async (world, step) =>
    world.stripe.customers.createBalanceTransaction(await customerOf(world, step), {
      amount: step.size - 6000,
      currency: 'usd',
    }),
  customerDiscount: async (world, step) =>
    world.control.discountCustomer(await customerOf(world, step), await couponOf(world, step)),
  customerDiscountGone: async (world, step) => world.stripe.customers.deleteDiscount(await customerOf(world, step)),
  taxId: async (world, step) =>
    world.stripe.customers.createTaxId(await customerOf(world, step), { type: 'eu_vat', value: 'DE123456789' }),
  taxIdGone: async (world, step) => {
    const customer = await customerOf(world, step)
    const { data } = await world.stripe.customers.listTaxIds(customer)
    return world.stripe.customers.deleteTaxId(customer, choose(data, step.size).id)
  },
}
