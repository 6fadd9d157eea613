import { lookupKey, perpetualKey, WORKSHOP_KEY } from './catalogue.ts'
import { situation } from './situations.ts'
import { type Act, customerOf, priceOf, type Stage, subscriptionOf } from './stage.ts'

const useCard = async ({ stripe }: Stage, key: string, card: string): Promise<void> => {
  const method = await stripe.paymentMethods.attach(card, { customer: customerOf(key) })
  await stripe.customers.update(customerOf(key), { invoice_settings: { default_payment_method: method.id } })
}

const scheduleUpgrade = async (stage: Stage, key: string): Promise<void> => {
  const { stripe } = stage
  const subscription = await subscriptionOf(stage, key)
  const schedule = await stripe.subscriptionSchedules.create({ from_subscription: subscription.id })
  const [phase] = schedule.phases
  if (phase === undefined) throw new Error('A schedule from a subscription has its running phase')
  await stripe.subscriptionSchedules.update(schedule.id, {
    end_behavior: 'release',
    phases: [
      {
        items: [{ price: priceOf(stage, lookupKey('startup', 'monthly', 'usd')), quantity: 1 }],
        start_date: phase.start_date,
        end_date: phase.end_date,
      },
      {
        items: [{ price: priceOf(stage, lookupKey('business', 'monthly', 'usd')), quantity: 1 }],
        duration: { interval: 'month', interval_count: 1 },
      },
    ],
  })
}

const manualInvoice = async ({ stripe }: Stage, amount: number, memo: string): Promise<string> => {
  const customer = customerOf('invoiceStates')
  const invoice = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 30,
    description: memo,
  })
  await stripe.invoiceItems.create({ customer, invoice: invoice.id, amount, currency: 'usd', description: memo })
  return invoice.id
}

const invoicesByHand = async (stage: Stage): Promise<void> => {
  const { stripe } = stage
  const paid = await manualInvoice(stage, 120000, 'Field calibration')
  await stripe.invoices.finalizeInvoice(paid)
  await stripe.invoices.pay(paid)
  const cancelled = await manualInvoice(stage, 45000, 'Sent by mistake')
  await stripe.invoices.finalizeInvoice(cancelled)
  await stripe.invoices.voidInvoice(cancelled)
  const lost = await manualInvoice(stage, 8000, 'Late fee')
  await stripe.invoices.finalizeInvoice(lost)
  await stripe.invoices.markUncollectible(lost)
  const open = await manualInvoice(stage, 99900, 'Migration of the old gateway fleet')
  await stripe.invoices.sendInvoice(open)
  const draft = await manualInvoice(stage, 250000, 'Draft: yearly audit')
  await stripe.invoiceItems.create({
    customer: customerOf('invoiceStates'),
    invoice: draft,
    pricing: { price: priceOf(stage, WORKSHOP_KEY) },
  })
}

const buyPerpetual = async (stage: Stage, description: string, quantity: number): Promise<void> => {
  const { stripe } = stage
  const customer = customerOf('enterprise')
  const { id: invoice } = await stripe.invoices.create({ customer, description })
  const price = priceOf(stage, perpetualKey('usd'))
  await stripe.invoiceItems.create({ customer, invoice, pricing: { price }, quantity })
  await stripe.invoices.finalizeInvoice(invoice)
  await stripe.invoices.pay(invoice)
}

const comeThroughCheckout = async (stage: Stage): Promise<void> => {
  const session = await stage.stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customerOf('checkoutReference'),
    client_reference_id: situation('checkoutReference').team ?? '',
    line_items: [{ price: priceOf(stage, lookupKey('startup', 'monthly', 'usd')), quantity: 1 }],
    success_url: 'https://loomfield.example/thanks',
  })
  stage.control.completeCheckout(session.id)
}

const credit = ({ stripe }: Stage, amount: number, description: string, metadata: Record<string, string> = {}) =>
  stripe.customers.createBalanceTransaction(customerOf('balanceCredit'), {
    amount: -amount,
    currency: 'usd',
    description,
    metadata,
  })

const changePlan = async (stage: Stage): Promise<void> => {
  const { id, items } = await subscriptionOf(stage, 'changedPlan')
  const item = items.data[0]?.id ?? ''
  await stage.stripe.subscriptions.update(id, {
    items: [{ id: item, price: priceOf(stage, lookupKey('startup', 'monthly', 'usd')) }],
    proration_behavior: 'create_prorations',
  })
}

const update =
  (key: string, params: Parameters<Stage['stripe']['subscriptions']['update']>[1]) => async (stage: Stage) =>
    stage.stripe.subscriptions.update((await subscriptionOf(stage, key)).id, params)

/** What happens to the members after they came. Days are chosen so that it holds whatever day the sample is made. */
export const laterActs: readonly Act[] = [
  // Updates of the first have ended; those of the second end within a month.
  { daysAgo: 700, play: (stage) => buyPerpetual(stage, 'Loomfield Perpetual for the north hall', 2) },
  { daysAgo: 345, play: (stage) => buyPerpetual(stage, 'Loomfield Perpetual for the south hall', 1) },
  {
    daysAgo: 269,
    play: ({ stripe }) => stripe.customers.createTaxId(customerOf('euro'), { type: 'eu_vat', value: 'DE123456789' }),
  },
  { daysAgo: 245, play: async ({ control }) => control.discountCustomer(customerOf('percentCustomer'), 'NONPROFIT30') },
  {
    daysAgo: 130,
    play: (stage) => credit(stage, 15000, 'Outage in June, 6 hours', { ticket: 'LOOM-3390', reason: 'outage' }),
  },
  { daysAgo: 100, play: ({ stripe }) => stripe.customers.del(customerOf('deleted')) },
  { daysAgo: 50, play: (stage) => useCard(stage, 'pastDue', 'pm_card_chargeCustomerFail') },
  { daysAgo: 35, play: update('pausedCollection', { pause_collection: { behavior: 'void' } }) },
  {
    daysAgo: 20,
    play: async (stage) =>
      stage.stripe.subscriptions.cancel((await subscriptionOf(stage, 'cancelled')).id, {
        cancellation_details: { feedback: 'too_expensive', comment: 'Budget was cut.' },
      }),
  },
  { daysAgo: 18, play: invoicesByHand },
  { daysAgo: 15, play: comeThroughCheckout },
  { daysAgo: 3, play: update('cancelAtPeriodEnd', { cancel_at_period_end: true }) },
  { daysAgo: 2, play: (stage) => scheduleUpgrade(stage, 'scheduledChange') },
  {
    daysAgo: 2,
    play: (stage) => credit(stage, 25000, 'Prepaid deal, second half', { ticket: 'LOOM-4802', reason: 'prepaid deal' }),
  },
  { daysAgo: 1, play: async ({ control }) => control.discountCustomer(customerOf('fixedCustomer'), 'SORRY5000') },
  { daysAgo: 1, play: update('fixedSubscription', { discounts: [{ coupon: 'SORRY5000' }] }) },
  { daysAgo: 0.5, play: changePlan },
]
