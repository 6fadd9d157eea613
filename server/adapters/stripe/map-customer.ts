import { type Customer, isEnded } from '@countersign/shared/features/subscriptions'
import { dayOf } from '@countersign/shared/times'
import type { Stripe } from 'stripe'
import type { GatewayCandidate, GatewayHolder } from '../../ports/payment-gateway.ts'
import { type Coupons, toDiscounts } from './map-discount.ts'
import { idOf, isoOf } from './stripe-call.ts'

export const toCandidate = (customer: Stripe.Customer): GatewayCandidate => ({
  customerStripeId: customer.id,
  name: customer.name ?? null,
  email: customer.email,
  currency: customer.currency ?? null,
  metadata: customer.metadata,
})

export const holderOfCustomer = (customer: Stripe.Customer): GatewayHolder => ({
  objectStripeId: customer.id,
  kind: 'customer',
  customerStripeId: customer.id,
  label: customer.name ?? customer.email ?? customer.id,
  isEnded: false,
  metadata: customer.metadata,
  clientReferenceId: null,
})

const planLabel = (subscription: Stripe.Subscription): string => {
  const first = subscription.items.data[0]?.price
  return first?.nickname ?? (first?.recurring ? `${first.recurring.interval}ly plan` : 'subscription')
}

export const holderOfSubscription = (subscription: Stripe.Subscription): GatewayHolder => ({
  objectStripeId: subscription.id,
  kind: 'subscription',
  customerStripeId: idOf(subscription.customer),
  label: `${planLabel(subscription)}, ${subscription.status}`,
  isEnded: isEnded(subscription),
  metadata: subscription.metadata,
  clientReferenceId: null,
})

export const holderOfInvoice = (invoice: Stripe.Invoice): GatewayHolder => ({
  objectStripeId: invoice.id,
  kind: 'invoice',
  customerStripeId: idOf(invoice.customer),
  label: invoice.number ?? 'draft invoice',
  isEnded: false,
  metadata: { ...invoice.parent?.subscription_details?.metadata, ...invoice.metadata },
  clientReferenceId: null,
})

export const holderOfCheckout = (session: Stripe.Checkout.Session): GatewayHolder => ({
  objectStripeId: session.id,
  kind: 'checkout-session',
  customerStripeId: idOf(session.customer),
  label: dayOf(isoOf(session.created)),
  isEnded: false,
  metadata: session.metadata ?? {},
  clientReferenceId: session.client_reference_id,
})

const expiryOf = (method: Stripe.PaymentMethod): string | null =>
  method.card ? `${method.card.exp_year}-${String(method.card.exp_month).padStart(2, '0')}` : null

export interface CustomerParts {
  readonly customer: Stripe.Customer
  readonly methods: readonly Stripe.PaymentMethod[]
  readonly coupons: Coupons
}

export const toCustomer = ({ customer, methods, coupons }: CustomerParts): Customer => {
  const defaultMethod = idOf(customer.invoice_settings.default_payment_method)
  return {
    stripeId: customer.id,
    name: customer.name ?? null,
    email: customer.email,
    balance: customer.currency ? { amount: customer.balance, currency: customer.currency } : null,
    currency: customer.currency ?? null,
    country: customer.address?.country ?? null,
    taxStatus: customer.tax_exempt ?? 'none',
    taxIds: (customer.tax_ids?.data ?? []).map(({ type, value }) => ({ type, value })),
    isDelinquent: customer.delinquent === true,
    createdAt: isoOf(customer.created),
    metadata: customer.metadata,
    paymentMethods: methods.map((method) => ({
      stripeId: method.id,
      kind: method.type,
      expires: expiryOf(method),
      isDefault: method.id === defaultMethod,
    })),
    discounts: customer.discount ? toDiscounts([customer.discount], 'customer', coupons) : [],
  }
}
