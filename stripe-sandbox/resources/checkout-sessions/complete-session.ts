import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { createCustomer } from '../customers/create-customer.ts'
import { checkPaymentCard, completePayment } from './complete-payment.ts'
import { checkSetupCard, completeSetup } from './complete-setup.ts'
import { completeSubscription } from './complete-subscription.ts'
import { type Consent, consentGiven } from './session-consent.ts'

export interface Payer {
  /** One of Stripe's shared test methods. */
  readonly method: string
  readonly email?: string
  readonly name?: string
  /** Everything that is asked for unless said otherwise. */
  readonly consent?: Consent
}

const newCustomer = (session: CheckoutSession, { email, name }: Payer): Stripe.CustomerCreateParams => {
  const known = session.customer_email ?? email
  return { ...(known === undefined ? {} : { email: known }), ...(name === undefined ? {} : { name }) }
}

/** Who buys: the customer that was named, who may still lack an e-mail, or a new one where the session makes one. */
const buyerOf = (account: Account, session: CheckoutSession, payer: Payer): string | null => {
  if (session.customer === null) {
    if (session.customer_creation !== 'always') return null
    return createCustomer({ account, path: '', searchLagMs: 0 }, newCustomer(session, payer)).id
  }
  const customer = account.need('customer', session.customer, 'customer')
  if (customer.email === null && payer.email !== undefined)
    account.update('customer', { ...customer, email: payer.email }, 'customer.updated')
  return customer.id
}

const outcomeOf = (
  account: Account,
  session: CheckoutSession,
  bought: { readonly method: string; readonly customer: string | null },
): Partial<CheckoutSession> => {
  const { method, customer } = bought
  if (session.mode === 'setup') return completeSetup(account, session, bought)
  if (session.mode === 'payment') return completePayment(account, session, bought)
  if (session.mode === 'subscription' && customer !== null)
    return completeSubscription(account, session, { method, customer })
  throw notBuilt(`completing a session in mode '${session.mode}'`)
}

const detailsOf = (
  account: Account,
  session: CheckoutSession,
  customer: string | null,
  payer: Payer,
): CheckoutSession['customer_details'] => {
  const known = account.find('customer', customer)
  return {
    address: null,
    business_name: null,
    email: known?.email ?? session.customer_email ?? payer.email ?? null,
    individual_name: null,
    name: known?.name ?? payer.name ?? null,
    phone: null,
    tax_exempt: 'none',
    tax_ids: [],
  }
}

/** A customer finishes the hosted page; a declined card leaves the session open. */
export const completeSession = (account: Account, id: string, payer: Payer): CheckoutSession => {
  const session = account.need('checkout.session', id, 'session')
  if (session.status !== 'open')
    throw invalidRequest(`This session is ${session.status}; only open ones can be completed.`)
  const consent = consentGiven(session, payer.consent ?? { terms: true, promotions: false })
  checkSetupCard(account, session, payer.method)
  checkPaymentCard(account, session, payer.method)
  const customer = buyerOf(account, session, payer)
  const outcome = outcomeOf(account, session, { method: payer.method, customer })
  const completed = account.update('checkout.session', {
    ...session,
    ...outcome,
    consent,
    customer,
    customer_details: detailsOf(account, session, customer, payer),
    status: 'complete',
  })
  account.emit('checkout.session.completed', 'checkout.session', completed)
  return completed
}
