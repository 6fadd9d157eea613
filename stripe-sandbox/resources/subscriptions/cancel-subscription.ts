import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { billUsage } from '../../billing/bill-usage.ts'
import { pendingItems } from '../../billing/draft-invoice.ts'
import { cancelAfter } from '../../billing/end-subscription.ts'
import { prorateChange } from '../../billing/prorate-change.ts'
import { meteredItems } from '../../billing/subscription-lines.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { noSuch } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { detailsOf } from './subscription-terms.ts'

export const CANCEL_PARAMS = ['cancellation_details.comment', 'cancellation_details.feedback', 'invoice_now', 'prorate']

interface Settlement {
  readonly invoiceNow: boolean
  readonly prorate: boolean
}

const UNUSED = new Set<string>(['incomplete', 'paused', 'trialing'])

const pendingOf = (account: Account, { customer, currency, id }: Subscription) =>
  pendingItems(account, customer, currency, id)

/** Where the end is neither prorated nor invoiced, prorations that waited for the next invoice go with it. */
const dropProrations = (account: Account, subscription: Subscription): void => {
  for (const item of pendingOf(account, subscription))
    if (item.proration) account.remove('invoiceitem', item, 'invoiceitem.deleted')
}

const settleNow = (account: Account, subscription: Subscription): string | undefined => {
  if (!UNUSED.has(subscription.status)) billUsage(account, subscription, meteredItems(subscription))
  if (pendingOf(account, subscription).length === 0) return undefined
  return billSubscription(account, subscription, { reason: 'subscription_update', withItems: false }).id
}

/** Ends a subscription now, crediting unused time and billing what is owed as asked. */
export const endNow = (
  account: Account,
  subscription: Subscription,
  { invoiceNow, prorate }: Settlement,
): Subscription => {
  const nothing = { ...subscription, items: { ...subscription.items, data: [] } }
  if (prorate && !UNUSED.has(subscription.status)) prorateChange(account, subscription, nothing, account.now)
  if (!invoiceNow && !prorate) dropProrations(account, subscription)
  const last = invoiceNow ? settleNow(account, subscription) : undefined
  const current = account.need('subscription', subscription.id)
  return cancelAfter(
    account,
    { ...current, cancellation_details: subscription.cancellation_details },
    { reason: 'cancellation_requested', last },
  )
}

export const cancelSubscription = (
  { account }: Call,
  params: Stripe.SubscriptionCancelParams,
  id: string,
): Subscription => {
  const subscription = account.need('subscription', id)
  if (subscription.ended_at !== null) throw noSuch('subscription', id)
  const details = detailsOf(params.cancellation_details, subscription.cancellation_details)
  return endNow(
    account,
    { ...subscription, cancellation_details: details },
    { invoiceNow: params.invoice_now ?? false, prorate: params.prorate ?? false },
  )
}
