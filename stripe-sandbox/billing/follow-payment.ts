import type { Account } from '../store/account.ts'
import type { Invoice, Subscription } from '../store/kinds.ts'
import { applyPendingUpdate, isPendingOn, noteFailedPayment } from './pending-update.ts'

export const subscriptionOf = (account: Account, invoice: Invoice): Subscription | undefined =>
  account.find('subscription', invoice.parent?.subscription_details?.subscription)

const setDelinquent = (account: Account, invoice: Invoice, isDelinquent: boolean): void => {
  const customer = account.find('customer', invoice.customer)
  if (customer !== undefined && customer.delinquent !== isDelinquent) {
    account.update('customer', { ...customer, delinquent: isDelinquent }, 'customer.updated')
  }
}

const RECOVERS = new Set<string>(['incomplete', 'past_due', 'unpaid'])

/** A paid invoice brings about the change that waited for it, and lets its subscription recover. */
export const recoverSubscription = (account: Account, paid: Invoice): void => {
  const subscription = subscriptionOf(account, paid)
  if (subscription === undefined) return
  if (isPendingOn(subscription, paid)) applyPendingUpdate(account, subscription)
  else if (!RECOVERS.has(subscription.status) || subscription.latest_invoice !== paid.id) return
  else account.update('subscription', { ...subscription, status: 'active' }, 'customer.subscription.updated')
  setDelinquent(account, paid, false)
}

const FALLS = new Set<string>(['active', 'trialing'])

/** An unpaid invoice makes its subscription past due, except one that a pending change waits for. */
export const fallBehind = (account: Account, invoice: Invoice): void => {
  setDelinquent(account, invoice, true)
  const subscription = subscriptionOf(account, invoice)
  if (subscription === undefined) return
  if (isPendingOn(subscription, invoice)) noteFailedPayment(account, subscription)
  else if (FALLS.has(subscription.status))
    account.update('subscription', { ...subscription, status: 'past_due' }, 'customer.subscription.updated')
}
