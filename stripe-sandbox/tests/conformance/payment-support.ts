import type { Stripe } from 'stripe'
import type { Day } from './support.ts'

/** An intent that is confirmed at once with a test method. */
export const payOnce = (
  { stripe }: Pick<Day, 'stripe'>,
  amount: number,
  params: Partial<Stripe.PaymentIntentCreateParams> = {},
): Promise<Stripe.PaymentIntent> =>
  stripe.paymentIntents.create({ amount, currency: 'usd', payment_method: 'pm_card_visa', confirm: true, ...params })

/** The charge of an intent's last attempt. */
export const chargeOf = async ({ stripe }: Pick<Day, 'stripe'>, intent: string): Promise<Stripe.Charge> => {
  const { data } = await stripe.charges.list({ payment_intent: intent, limit: 1 })
  if (data[0] === undefined) throw new Error(`${intent} has no charge`)
  return data[0]
}

/** Types of events, oldest first. */
export const eventsOf = async ({ stripe }: Pick<Day, 'stripe'>, prefix: string): Promise<string[]> => {
  const { data } = await stripe.events.list({ limit: 100 })
  return data
    .map(({ type }) => type)
    .filter((type) => type.startsWith(prefix))
    .toReversed()
}

/** The intent behind an invoice's default payment. */
export const intentOfInvoice = async ({ stripe }: Pick<Day, 'stripe'>, id: string): Promise<Stripe.PaymentIntent> => {
  const { payments } = await stripe.invoices.retrieve(id, { expand: ['payments.data.payment.payment_intent'] })
  const found = payments?.data.find(({ is_default: isDefault }) => isDefault)?.payment.payment_intent
  if (found === undefined || typeof found === 'string') throw new Error(`${id} has no intent`)
  return found
}

/** Makes a test method the customer's default. */
export const useMethod = async (
  { stripe, customer }: Pick<Day, 'customer' | 'stripe'>,
  name: string,
): Promise<string> => {
  const { id } = await stripe.paymentMethods.attach(name, { customer })
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } })
  return id
}
