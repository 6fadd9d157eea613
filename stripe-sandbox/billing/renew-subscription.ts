import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { billSubscription } from './bill-subscription.ts'
import { voidInvoice } from './close-invoice.ts'
import { periodEnd, trialTellAt } from './due-rules.ts'
import { cancelNow } from './end-subscription.ts'
import { expirePendingUpdate } from './expire-pending-update.ts'
import { endOnTime } from './end-on-time.ts'
import { pausedFor } from './pause-rules.ts'
import { nextBoundary } from './period-rules.ts'

const ONE_MONTH = { interval: 'month', interval_count: 1 }

/** Items whose period is over go on to their next one. */
const rolled = (subscription: Subscription, now: number): Subscription => {
  const data = subscription.items.data.map((item) => {
    if (item.current_period_end > now) return item
    const start = item.current_period_end
    const end = nextBoundary(subscription.billing_cycle_anchor, item.price.recurring ?? ONE_MONTH, start)
    return { ...item, current_period_start: start, current_period_end: end }
  })
  return { ...subscription, items: { ...subscription.items, data } }
}

const hasMethod = (account: Account, subscription: Subscription): boolean =>
  (subscription.default_payment_method ??
    account.find('customer', subscription.customer)?.invoice_settings.default_payment_method ??
    null) !== null

/** A schedule can begin another trial where a period ends. */
const isTrialOver = (account: Account, { status, trial_end: end }: Subscription): boolean =>
  status === 'trialing' && (end ?? 0) <= account.now

/** A trial that ends without a way to pay may pause or cancel instead of making an invoice. */
const endsTrialOtherwise = (account: Account, subscription: Subscription): boolean => {
  const behavior = subscription.trial_settings?.end_behavior.missing_payment_method ?? 'create_invoice'
  const isAsked = isTrialOver(account, subscription) && subscription.collection_method === 'charge_automatically'
  if (!isAsked || behavior === 'create_invoice' || hasMethod(account, subscription)) return false
  if (behavior === 'cancel') {
    cancelNow(account, subscription, null)
    return true
  }
  const at = { status: 'paused', status_details: pausedFor('trial_end_without_payment_method', account.now) } as const
  const paused = account.update('subscription', { ...subscription, ...at }, 'customer.subscription.updated')
  account.emit('customer.subscription.paused', 'subscription', paused)
  return true
}

/** What the end of a period brings: the end of the subscription, or the next period and its invoice. */
export const renewSubscription = (account: Account, subscription: Subscription): void => {
  if (subscription.cancel_at_period_end) {
    endOnTime(account, subscription)
    return
  }
  if (endsTrialOtherwise(account, subscription)) return
  const status = isTrialOver(account, subscription) ? 'active' : subscription.status
  const renewed = account.update(
    'subscription',
    { ...rolled(subscription, account.now), status },
    'customer.subscription.updated',
  )
  billSubscription(account, renewed, { reason: 'subscription_cycle', withItems: true, before: subscription })
}

const tellOfTrial = (account: Account, subscription: Subscription): boolean => {
  const at = trialTellAt(subscription)
  if (at === null || at > account.now) return false
  const told = account.update('subscription', { ...subscription, _trial_told: subscription.trial_end ?? 0 })
  account.emit('customer.subscription.trial_will_end', 'subscription', told)
  return true
}

/** A first invoice that was not paid in time is void, and its subscription never began. */
const expireIncomplete = (account: Account, subscription: Subscription): void => {
  cancelNow(account, subscription, null)
  const invoice = account.find('invoice', subscription.latest_invoice)
  if (invoice?.status === 'open') voidInvoice(account, invoice)
}

const resumeCollection = (account: Account, subscription: Subscription): void => {
  account.update('subscription', { ...subscription, pause_collection: null }, 'customer.subscription.updated')
}

const isReached = (at: number | null | undefined, now: number): boolean => at !== null && at !== undefined && at <= now

/** One thing that time does to a subscription; the soonest comes first. */
export const passTime = (account: Account, subscription: Subscription): void => {
  const { now } = account
  const { cancel_at: endsAt, pause_collection: pause, pending_update: pending, status } = subscription
  if (isReached(pending?.expires_at, now)) expirePendingUpdate(account, subscription)
  else if (tellOfTrial(account, subscription)) return
  else if (status === 'incomplete') expireIncomplete(account, subscription)
  else if (isReached(endsAt, now)) endOnTime(account, subscription)
  else if (isReached(pause?.resumes_at, now)) resumeCollection(account, subscription)
  else if (periodEnd(subscription) <= now) renewSubscription(account, subscription)
}
