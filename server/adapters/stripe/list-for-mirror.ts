import type { Stripe } from 'stripe'
import type { MirrorResource, MirrorRow, Page } from '../../ports/payment-gateway.ts'
import { ask, expectList, idOf } from './stripe-call.ts'

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

const rowOfCustomer = (customer: Stripe.Customer): MirrorRow => ({
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

const rowOfSubscription = (subscription: Stripe.Subscription): MirrorRow => ({
  ...EMPTY,
  stripeId: subscription.id,
  customerStripeId: idOf(subscription.customer),
  currency: subscription.currency,
  status: subscription.status,
  createdAt: subscription.created * 1000,
  metadata: subscription.metadata,
})

const rowOfInvoice = (invoice: Stripe.Invoice): MirrorRow => ({
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

const rowOfCode = (code: Stripe.PromotionCode): MirrorRow => ({
  ...EMPTY,
  stripeId: code.id,
  customerStripeId: idOf(code.customer),
  status: code.active ? 'active' : 'inactive',
  code: code.code,
  couponStripeId: idOf(code.promotion.coupon),
  createdAt: code.created * 1000,
  metadata: code.metadata ?? {},
})

/** One page of a hundred, Stripe's newest first; `startingAfter` is the last id of the page before. */
export const listForMirror = async (
  client: Stripe,
  resource: MirrorResource,
  startingAfter: string | null,
): Promise<Page<MirrorRow>> => {
  const params = { limit: 100, ...(startingAfter ? { starting_after: startingAfter } : {}) }
  const page = async <T extends { id: string }>(
    list: () => Promise<{ data: T[]; has_more: boolean }>,
    toRow: (row: T) => MirrorRow,
  ): Promise<Page<MirrorRow>> => {
    const answer = await ask(list)
    return { rows: expectList(answer).map(toRow), hasMore: answer.has_more }
  }
  switch (resource) {
    case 'customers':
      return page(() => client.customers.list(params), rowOfCustomer)
    case 'subscriptions':
      return page(() => client.subscriptions.list({ ...params, status: 'all' }), rowOfSubscription)
    case 'invoices':
      return page(() => client.invoices.list(params), rowOfInvoice)
    case 'codes':
      return page(() => client.promotionCodes.list(params), rowOfCode)
  }
}
