import type { Stripe } from 'stripe'
import { type Acts, choose, customerOf, type Step, type World } from './world.ts'

const methodOf = async ({ stripe }: World, customer: string, { size }: Step): Promise<string> =>
  choose((await stripe.paymentMethods.list({ customer })).data, size).id

const intent = async (world: World, step: Step, params: Partial<Stripe.PaymentIntentCreateParams> = {}) => {
  const customer = await customerOf(world, step)
  return world.stripe.paymentIntents.create({
    amount: step.size + 50,
    currency: 'usd',
    customer,
    payment_method: await methodOf(world, customer, step),
    confirm: true,
    ...params,
  })
}

const intentOf = async ({ stripe }: World, { pick }: Step, status: Stripe.PaymentIntent.Status) => {
  const { data } = await stripe.paymentIntents.list({ limit: 100 })
  return choose(
    data.filter((one) => one.status === status),
    pick,
  )
}

const session = (world: World, params: Partial<Stripe.Checkout.SessionCreateParams>) =>
  world.stripe.checkout.sessions.create({ success_url: 'https://example.com/done', ...params })

/** What is paid without an invoice, from a bank, or at the checkout, and how failures are met. */
export const paymentActs: Acts = {
  intent: (world, step) => intent(world, step),
  intentHeld: (world, step) => intent(world, step, { capture_method: 'manual' }),
  intentCaptured: async (world, step) => {
    const { id, amount } = await intent(world, step, { capture_method: 'manual' })
    return world.stripe.paymentIntents.capture(id, { amount_to_capture: Math.max(50, amount - (step.pick % 3) * 100) })
  },
  intentLetGo: async (world, step) =>
    world.stripe.paymentIntents.cancel((await intentOf(world, step, 'requires_capture')).id),
  bank: async (world, step) => {
    const customer = await customerOf(world, step)
    const account = choose(['pm_usBankAccount', 'pm_usBankAccount_accountClosed'], step.size)
    const { id } = await world.stripe.paymentMethods.attach(account, { customer })
    return world.stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
  },
  checkoutPaid: async (world, step) => {
    const customer = await customerOf(world, step)
    const { id: price } = await world.stripe.prices.create({
      product: world.product,
      currency: 'usd',
      unit_amount: step.size + 50,
    })
    const line_items = [{ price, quantity: (step.pick % 3) + 1 }]
    const { id } = await session(world, { mode: 'payment', customer, line_items })
    return world.control.completeCheckout(id)
  },
  checkoutCard: async (world, step) => {
    const { id } = await session(world, { mode: 'setup', currency: 'usd', customer: await customerOf(world, step) })
    return world.control.completeCheckout(id)
  },
  dunning: async ({ control }, { size, pick }) =>
    control.setDunning({
      retryDays: choose([[], [1], [1, 3], [3, 5, 7]] as const, size),
      subscription: choose(['cancel', 'past_due', 'unpaid'] as const, pick),
      invoice: choose(['open', 'uncollectible'] as const, pick),
    }),
  announce: async ({ control }, { size }) => control.announceRenewals(choose([null, 3, 7], size)),
}
