import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { attachPaymentMethod } from '../payment-methods/attach-payment-method.ts'
import { createSubscription } from '../subscriptions/create-subscription.ts'

const customerOf = (session: CheckoutSession, { email, name }: Payer): Stripe.CustomerCreateParams => {
  const known = session.customer_email ?? email
  return { ...(known === undefined ? {} : { email: known }), ...(name === undefined ? {} : { name }) }
}

export interface Payer {
  /** One of Stripe's shared test methods. */
  readonly method: string
  readonly email?: string
  readonly name?: string
}

/** A customer pays on the hosted page, which starts the subscription; a declined card leaves the session open. */
export const completeSession = (account: Account, id: string, payer: Payer): CheckoutSession => {
  const session = account.need('checkout.session', id, 'session')
  if (session.status !== 'open')
    throw invalidRequest(`This session is ${session.status}; only open ones can be completed.`)
  if (session.mode !== 'subscription') throw notBuilt('completing a session that is not for a subscription')
  const call = { account, path: '', searchLagMs: 0 }
  const customer = session.customer ?? createCustomer(call, customerOf(session, payer)).id
  const method = attachPaymentMethod(account, payer.method, customer)
  const { metadata, trialDays } = session._subscription_data
  const params: Stripe.SubscriptionCreateParams = {
    customer,
    default_payment_method: method.id,
    items: session._line_items.map(({ price, quantity }) => ({ price: price?.id ?? '', quantity: quantity ?? 1 })),
    metadata,
    payment_behavior: 'error_if_incomplete',
    ...(trialDays === null ? {} : { trial_period_days: trialDays }),
  }
  const subscription = createSubscription(call, params)
  const { name = null, email: known } = account.need('customer', customer)
  const completed = account.update('checkout.session', {
    ...session,
    customer,
    customer_details: {
      address: null,
      business_name: null,
      email: known,
      individual_name: null,
      name,
      phone: null,
      tax_exempt: 'none',
      tax_ids: [],
    },
    invoice: subscription.latest_invoice,
    payment_status: trialDays === null ? 'paid' : 'no_payment_required',
    status: 'complete',
    subscription: subscription.id,
  })
  account.emit('checkout.session.completed', 'checkout.session', completed)
  return completed
}
