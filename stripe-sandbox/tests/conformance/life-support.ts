import type { Stripe } from 'stripe'
import { type Bench, invoicesOf } from '../support.ts'
import { DAY, type Day, firstItem, JUNE, openDay } from './support.ts'

export type Mode = 'classic' | 'flexible'

interface Start {
  readonly mode?: Mode
  /** Days into June at which the checks begin. */
  readonly days?: number
  readonly params?: Partial<Stripe.SubscriptionCreateParams>
}

/** A monthly subscription that began on 1 June; June has thirty days. */
export const lived = async (
  bench: Bench,
  amount: number,
  { mode = 'flexible', days = 15, params = {} }: Start = {},
) => {
  const day = await openDay(bench)
  const subscription = await day.stripe.subscriptions.create({
    customer: day.customer,
    items: [{ price: await day.monthly(amount) }],
    billing_mode: { type: mode },
    ...params,
  })
  day.control.advanceTo(JUNE + days * DAY)
  const change = (update: Stripe.SubscriptionUpdateParams) => day.stripe.subscriptions.update(subscription.id, update)
  const retrieve = () => day.stripe.subscriptions.retrieve(subscription.id)
  return { ...day, id: subscription.id, item: firstItem(subscription), change, retrieve }
}

export const last = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<Stripe.Invoice> => {
  const found = (await invoicesOf(stripe, customer)).at(-1)
  if (found === undefined) throw new Error('There is no invoice')
  return found
}

export const amountsOf = ({ lines }: Stripe.Invoice): number[] => lines.data.map(({ amount }) => amount)

export const pendingOf = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<number[]> =>
  (await stripe.invoiceItems.list({ customer, pending: true, limit: 100 })).data
    .toReversed()
    .map(({ amount }) => amount)

export const eventsOf = async (stripe: Stripe, prefix: string): Promise<string[]> =>
  (await stripe.events.list({ limit: 100 })).data
    .map(({ type }) => type)
    .filter((type) => type.startsWith(prefix))
    .toReversed()

/** From now on the customer's card is declined. */
export const withBadCard = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<void> => {
  const { id } = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer })
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
}

export const withGoodCard = async ({ stripe, customer }: Pick<Day, 'customer' | 'stripe'>): Promise<void> => {
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
}
