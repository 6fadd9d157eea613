import type { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'
import type { CheckoutState, NewCheckout, PaymentInvoices } from '../../ports/payment-invoices.ts'
import { ask, askForOne, expectObject, idOf, isoOf } from './stripe-call.ts'
import { once, secondsOf } from './write-options.ts'

const CHECKOUT_STATUSES = ['open', 'complete', 'expired'] as const

const statusOf = ({ status }: Stripe.Checkout.Session): CheckoutState['status'] => {
  const known = CHECKOUT_STATUSES.find((one) => one === status)
  if (known) return known
  throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: 'a checkout without a known status' })
}

const totalOf = ({ amount_total: amount, currency }: Stripe.Checkout.Session): CheckoutState['total'] =>
  amount === null || currency === null ? null : { amount, currency }

const toCheckout = (session: Stripe.Checkout.Session): CheckoutState => ({
  stripeId: session.id,
  status: statusOf(session),
  url: session.url,
  customerStripeId: idOf(session.customer),
  subscriptionStripeId: idOf(session.subscription),
  total: totalOf(session),
  createdAt: isoOf(session.created),
  expiresAt: isoOf(session.expires_at),
  clientReferenceId: session.client_reference_id,
  metadata: session.metadata ?? {},
})

const buyerParams = ({ customer }: NewCheckout): Stripe.Checkout.SessionCreateParams => {
  if ('stripeId' in customer) return { customer: customer.stripeId }
  return customer.email === null ? {} : { customer_email: customer.email }
}

const checkoutParams = (checkout: NewCheckout): Stripe.Checkout.SessionCreateParams => ({
  mode: 'subscription',
  ...buyerParams(checkout),
  line_items: [{ price: checkout.priceStripeId, quantity: checkout.quantity }],
  metadata: checkout.metadata,
  subscription_data: { metadata: checkout.metadata },
  ...(checkout.clientReferenceId === null ? {} : { client_reference_id: checkout.clientReferenceId }),
  success_url: checkout.successUrl,
  cancel_url: checkout.cancelUrl,
  ...(checkout.expiresAt === null ? {} : { expires_at: secondsOf(checkout.expiresAt) }),
})

type Links = Pick<PaymentInvoices, 'createCheckout' | 'readCheckout' | 'expireCheckout' | 'createPortalLink'>

export const linkWrites = (client: Stripe): Links => ({
  createCheckout: (checkout, key) =>
    ask(async () => {
      const made = await client.checkout.sessions.create(checkoutParams(checkout), once(key))
      return toCheckout(expectObject(made, 'checkout.session'))
    }),
  readCheckout: async (id) => {
    const session = await askForOne(() => client.checkout.sessions.retrieve(id))
    return session && ask(async () => toCheckout(expectObject(session, 'checkout.session')))
  },
  expireCheckout: (id, key) =>
    ask(async () => {
      const expired = await client.checkout.sessions.expire(id, {}, once(key))
      return toCheckout(expectObject(expired, 'checkout.session'))
    }),
  createPortalLink: ({ customerStripeId, returnUrl }, key) =>
    ask(async () => {
      const params = { customer: customerStripeId, return_url: returnUrl }
      const session = await client.billingPortal.sessions.create(params, once(key))
      return { url: expectObject(session, 'billing_portal.session').url }
    }),
})
