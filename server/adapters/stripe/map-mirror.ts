import type { Stripe } from 'stripe'
import type { MirrorRow } from '../../ports/payment-gateway.ts'
import { idOf } from './stripe-call.ts'

const EMPTY: MirrorRow = {
  stripeId: '',
  customerStripeId: null,
  name: null,
  email: null,
  currency: null,
  balance: 0,
  status: '',
  number: null,
  total: 0,
  code: null,
  couponStripeId: null,
  createdAt: 0,
  isDeleted: false,
  metadata: {},
}

type CustomerFacts = Pick<Stripe.Customer, 'id' | 'name' | 'email' | 'currency' | 'balance' | 'created' | 'metadata'>

export const rowOfCustomer = (customer: CustomerFacts): MirrorRow => ({
  ...EMPTY,
  stripeId: customer.id,
  customerStripeId: customer.id,
  name: customer.name ?? null,
  email: customer.email,
  currency: customer.currency ?? null,
  balance: customer.balance,
  createdAt: customer.created * 1000,
  metadata: customer.metadata,
})

type SubscriptionFacts = Pick<Stripe.Subscription, 'id' | 'customer' | 'currency' | 'created' | 'metadata'> & {
  readonly status: string
}

export const rowOfSubscription = (subscription: SubscriptionFacts): MirrorRow => ({
  ...EMPTY,
  stripeId: subscription.id,
  customerStripeId: idOf(subscription.customer),
  currency: subscription.currency,
  status: subscription.status,
  createdAt: subscription.created * 1000,
  metadata: subscription.metadata,
})

type InvoiceFacts = Pick<
  Stripe.Invoice,
  'id' | 'customer' | 'currency' | 'number' | 'total' | 'created' | 'metadata'
> & {
  readonly status: string | null
}

export const rowOfInvoice = (invoice: InvoiceFacts): MirrorRow => ({
  ...EMPTY,
  stripeId: invoice.id,
  customerStripeId: idOf(invoice.customer),
  currency: invoice.currency,
  status: invoice.status ?? 'draft',
  number: invoice.number,
  total: invoice.total,
  createdAt: invoice.created * 1000,
  metadata: invoice.metadata ?? {},
})

type CodeFacts = Pick<Stripe.PromotionCode, 'id' | 'customer' | 'active' | 'code' | 'created' | 'metadata'> & {
  readonly promotion: Pick<Stripe.PromotionCode.Promotion, 'coupon'>
}

export const rowOfCode = (code: CodeFacts): MirrorRow => ({
  ...EMPTY,
  stripeId: code.id,
  customerStripeId: idOf(code.customer),
  status: code.active ? 'active' : 'inactive',
  code: code.code,
  couponStripeId: idOf(code.promotion.coupon),
  createdAt: code.created * 1000,
  metadata: code.metadata ?? {},
})

/** What Stripe has deleted: nothing is known of it but that it is gone. */
export const rowOfDeleted = (stripeId: string): MirrorRow => ({
  ...EMPTY,
  stripeId,
  status: 'deleted',
  isDeleted: true,
})
