import { itemWith } from '../resources/subscriptions/subscription-items.ts'
import type { Account } from '../store/account.ts'
import type { Subscription, SubscriptionSchedule } from '../store/kinds.ts'
import { cancelNow } from './end-subscription.ts'

type Phase = SubscriptionSchedule['phases'][number]

/** The items that a phase says, keeping the item of a position so that its id and period stay. */
const phaseItems = (account: Account, subscription: Subscription, phase: Phase): Subscription['items'] => {
  const period = subscription.items.data[0]
  const place = {
    subscription: subscription.id,
    start: period?.current_period_start ?? account.now,
    end: period?.current_period_end ?? account.now,
  }
  const data = phase.items.map((item, i) => {
    const old = subscription.items.data[i]
    const price = account.all('price').row(item.price)?.value ?? account.need('price', item.price)
    const fresh = itemWith(account, price, { quantity: item.quantity ?? 1 }, place)
    return old === undefined ? fresh : { ...fresh, id: old.id, created: old.created, discounts: old.discounts }
  })
  return { ...subscription.items, data }
}

const release = (account: Account, schedule: SubscriptionSchedule, subscription: Subscription): void => {
  account.update('subscription', { ...subscription, schedule: null }, 'customer.subscription.updated')
  const status = {
    status: 'released' as const,
    released_at: account.now,
    released_subscription: subscription.id,
    subscription: null,
    current_phase: null,
  }
  account.update('subscription_schedule', { ...schedule, ...status }, 'subscription_schedule.updated')
  account.emit(
    'subscription_schedule.released',
    'subscription_schedule',
    account.need('subscription_schedule', schedule.id),
  )
}

const end = (account: Account, schedule: SubscriptionSchedule, subscription: Subscription): void => {
  if (schedule.end_behavior !== 'cancel') {
    release(account, schedule, subscription)
    return
  }
  const completed = account.update(
    'subscription_schedule',
    { ...schedule, status: 'completed', completed_at: account.now, current_phase: null },
    'subscription_schedule.updated',
  )
  account.emit('subscription_schedule.completed', 'subscription_schedule', completed)
  cancelNow(account, { ...subscription, schedule: null }, 'cancellation_requested')
}

/** When a phase ends the subscription takes the items of the next one, or the schedule lets it go. */
export const enterNextPhase = (account: Account, schedule: SubscriptionSchedule): void => {
  const subscription = account.need('subscription', schedule.subscription ?? '')
  const phase = schedule.phases.find(
    ({ start_date: start, end_date: until }) => start <= account.now && until > account.now,
  )
  if (phase === undefined) {
    end(account, schedule, subscription)
    return
  }
  const current = { start_date: phase.start_date, end_date: phase.end_date }
  account.update('subscription_schedule', { ...schedule, current_phase: current }, 'subscription_schedule.updated')
  account.update(
    'subscription',
    { ...subscription, items: phaseItems(account, subscription, phase) },
    'customer.subscription.updated',
  )
}
