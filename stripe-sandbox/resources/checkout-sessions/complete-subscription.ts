import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { CheckoutSession } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import { createInvoiceItem } from '../invoice-items/create-invoice-item.ts'
import { attachPaymentMethod } from '../payment-methods/attach-payment-method.ts'
import { createSubscription } from '../subscriptions/create-subscription.ts'
import { asParam } from './session-discounts.ts'

const itemsOf = (session: CheckoutSession): Stripe.SubscriptionCreateParams.Item[] => {
  const items = session._line_items.flatMap(({ price, quantity }) =>
    price?.recurring && quantity !== 0 ? [{ price: price.id, quantity: quantity ?? 1 }] : [],
  )
  if (items.length === 0) throw invalidRequest('Nothing is left to subscribe to.', { param: 'line_items' })
  return items
}

/** What is sold once goes on the first invoice only. */
const addOnce = (account: Account, session: CheckoutSession, customer: string): void => {
  for (const { price, quantity } of session._line_items) {
    if (price !== null && price.recurring === null && quantity !== 0) {
      const params = { customer, pricing: { price: price.id }, quantity: quantity ?? 1 }
      createInvoiceItem({ account, path: '', searchLagMs: 0 }, params)
    }
  }
}

/** Starts the subscription and collects its first invoice; a declined card takes everything back. */
export const completeSubscription = (
  account: Account,
  session: CheckoutSession,
  { method, customer }: { readonly method: string; readonly customer: string },
): Partial<CheckoutSession> => {
  const { metadata, trialDays, description } = session._subscription_data
  const discounts = (session.discounts ?? []).map(asParam)
  const { id: card } = attachPaymentMethod(account, method, customer)
  addOnce(account, session, customer)
  const subscription = createSubscription(
    { account, path: '', searchLagMs: 0 },
    {
      customer,
      default_payment_method: card,
      items: itemsOf(session),
      metadata,
      payment_behavior: 'error_if_incomplete',
      ...(description === undefined ? {} : { description }),
      ...(discounts.length === 0 ? {} : { discounts }),
      ...(trialDays === null ? {} : { trial_period_days: trialDays }),
    },
  )
  return {
    invoice: subscription.latest_invoice,
    payment_status: trialDays === null ? 'paid' : 'no_payment_required',
    subscription: subscription.id,
  }
}
