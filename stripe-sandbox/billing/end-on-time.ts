import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { billSubscription } from './bill-subscription.ts'
import { pendingItems } from './draft-invoice.ts'
import { cancelAfter } from './end-subscription.ts'
import { meteredItems } from './subscription-lines.ts'

const BILLED = new Set<string>(['active', 'past_due', 'unpaid'])

/** Usage of the last period and prorations that waited for its end are still owed. */
const lastInvoice = (account: Account, subscription: Subscription): string | undefined => {
  const { customer, currency, id, status } = subscription
  const isOwed = BILLED.has(status) && meteredItems(subscription).length > 0
  const hasProrations = pendingItems(account, customer, currency, id).some(({ proration }) => proration)
  if (!isOwed && !hasProrations) return undefined
  const occasion = { reason: 'subscription_cycle', withItems: false } as const
  return billSubscription(account, subscription, isOwed ? { ...occasion, before: subscription } : occasion).id
}

/** Ends a subscription at the time that it was to end. */
export const endOnTime = (account: Account, subscription: Subscription): Subscription => {
  const last = lastInvoice(account, subscription)
  // A schedule that is complete has let go of it before.
  const current = { ...account.need('subscription', subscription.id), schedule: subscription.schedule }
  return cancelAfter(account, current, { reason: 'cancellation_requested', last })
}
