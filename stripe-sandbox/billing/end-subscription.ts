import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { endDiscount } from './redeem-discounts.ts'

type Reason = NonNullable<Subscription['cancellation_details']>['reason']

const COLLECTED = new Set<string | null>(['draft', 'open'])

/** What an ended subscription has billed is no longer finalised and collected by itself, except its last invoice. */
const stopCollection = (account: Account, subscription: Subscription, last?: string): void => {
  const stopped = { auto_advance: false, automatically_finalizes_at: null, next_payment_attempt: null }
  for (const invoice of account.all('invoice').list([{ index: 'subscription', value: subscription.id }])) {
    const isCollected = COLLECTED.has(invoice.status) && invoice.auto_advance && invoice.id !== last
    if (isCollected) account.update('invoice', { ...invoice, ...stopped }, 'invoice.updated')
  }
}

const stopSchedule = (account: Account, subscription: Subscription): void => {
  const schedule = account.find('subscription_schedule', subscription.schedule)
  if (schedule === undefined) return
  account.update(
    'subscription_schedule',
    { ...schedule, status: 'canceled', canceled_at: account.now, current_phase: null },
    'subscription_schedule.canceled',
  )
}

const NO_DETAILS: NonNullable<Subscription['cancellation_details']> = {
  comment: null,
  feedback: null,
  feedback_option: null,
  reason: null,
}

const detailsWith = (
  { cancellation_details: details }: Subscription,
  reason: Reason,
): Subscription['cancellation_details'] => {
  const before = details ?? NO_DETAILS
  return { ...before, reason: reason ?? before.reason }
}

/** Ends a subscription now. Its discounts end with it, its schedule too; open invoices stay. */
export const cancelNow = (account: Account, subscription: Subscription, reason: Reason): Subscription =>
  cancelAfter(account, subscription, { reason })

interface Ending {
  readonly reason: Reason
  /** The invoice that ends the billing; it is collected as usual. */
  readonly last?: string | undefined
}

export const cancelAfter = (account: Account, subscription: Subscription, { reason, last }: Ending): Subscription => {
  stopCollection(account, subscription, last)
  stopSchedule(account, subscription)
  const ids = [...subscription.discounts, ...subscription.items.data.flatMap(({ discounts }) => discounts)]
  for (const id of ids) endDiscount(account, id)
  const isExpired = subscription.status === 'incomplete' && reason === null
  const ended = account.update('subscription', {
    ...subscription,
    canceled_at: subscription.canceled_at ?? account.now,
    cancellation_details: detailsWith(subscription, reason),
    discounts: [],
    ended_at: account.now,
    pending_update: null,
    schedule: null,
    _pending: null,
    status: isExpired ? 'incomplete_expired' : 'canceled',
  })
  account.emit(isExpired ? 'customer.subscription.updated' : 'customer.subscription.deleted', 'subscription', ended)
  return ended
}
