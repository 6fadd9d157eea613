import type { Account } from '../store/account.ts'
import type { Subscription } from '../store/kinds.ts'
import { endDiscount } from './redeem-discounts.ts'

type Reason = NonNullable<Subscription['cancellation_details']>['reason']

/** Drafts of an ended subscription no longer finalise themselves. */
const stopDrafts = (account: Account, subscription: Subscription): void => {
  for (const invoice of [...account.all('invoice').newest([{ index: 'subscription', value: subscription.id }])]) {
    if (invoice.status === 'draft' && invoice.auto_advance) {
      account.update(
        'invoice',
        { ...invoice, auto_advance: false, automatically_finalizes_at: null },
        'invoice.updated',
      )
    }
  }
}

/** Ends a subscription now. Its discounts end with it, its schedule too; open invoices stay. */
export const cancelNow = (account: Account, subscription: Subscription, reason: Reason): Subscription => {
  stopDrafts(account, subscription)
  const schedule = account.find('subscription_schedule', subscription.schedule)
  if (schedule !== undefined) {
    account.update(
      'subscription_schedule',
      { ...schedule, status: 'canceled', canceled_at: account.now, current_phase: null },
      'subscription_schedule.canceled',
    )
  }
  const ids = [...subscription.discounts, ...subscription.items.data.flatMap(({ discounts }) => discounts)]
  for (const id of ids) endDiscount(account, id)
  const details = subscription.cancellation_details
  const ended = account.update('subscription', {
    ...subscription,
    canceled_at: subscription.canceled_at ?? account.now,
    cancellation_details: {
      comment: details?.comment ?? null,
      feedback: details?.feedback ?? null,
      feedback_option: details?.feedback_option ?? null,
      reason: reason ?? details?.reason ?? null,
    },
    discounts: [],
    ended_at: account.now,
    schedule: null,
    status: subscription.status === 'incomplete' && reason === null ? 'incomplete_expired' : 'canceled',
  })
  account.emit('customer.subscription.deleted', 'subscription', ended)
  return ended
}
