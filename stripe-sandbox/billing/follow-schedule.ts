import { openSubscription } from '../resources/subscriptions/create-subscription.ts'
import { enterPhase, phaseParams } from '../resources/subscription-schedules/enter-phase.ts'
import type { Account } from '../store/account.ts'
import type { Subscription, SubscriptionSchedule } from '../store/kinds.ts'
import { expiryTellAt } from './due-rules.ts'
import { endOnTime } from './end-on-time.ts'
import { expirePendingUpdate } from './expire-pending-update.ts'

type Phase = SubscriptionSchedule['phases'][number]

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
  endOnTime(account, { ...subscription, schedule: null })
}

const periodOf = ({ start_date, end_date }: Phase): { start_date: number; end_date: number } => ({
  start_date,
  end_date,
})

/** A schedule that begins makes its subscription, whose first invoice waits as a draft like any that recurs. */
export const startSchedule = (account: Account, schedule: SubscriptionSchedule): SubscriptionSchedule => {
  const [phase] = schedule.phases
  if (phase === undefined) return schedule
  const { made } = openSubscription(account, phaseParams(schedule, phase))
  const bound = account.update('subscription', { ...made, schedule: schedule.id })
  account.emit('customer.subscription.created', 'subscription', bound)
  return account.update('subscription_schedule', {
    ...schedule,
    current_phase: periodOf(phase),
    status: 'active',
    subscription: made.id,
  })
}

/** Says a week ahead that a schedule ends; whether it did. */
export const announceExpiry = (account: Account, schedule: SubscriptionSchedule): boolean => {
  const at = expiryTellAt(schedule)
  if (at === null || at > account.now) return false
  const end = schedule.phases.at(-1)?.end_date ?? 0
  const told = account.update('subscription_schedule', { ...schedule, _expiry_told: end })
  account.emit('subscription_schedule.expiring', 'subscription_schedule', told)
  return true
}

/** When a phase ends the subscription takes what the next one says, or the schedule lets it go. */
export const enterNextPhase = (account: Account, schedule: SubscriptionSchedule): void => {
  if (schedule.status === 'not_started') {
    startSchedule(account, schedule)
    account.announce('subscription_schedule.updated', 'subscription_schedule', schedule)
    return
  }
  expirePendingUpdate(account, account.need('subscription', schedule.subscription ?? ''))
  const subscription = account.need('subscription', schedule.subscription ?? '')
  const phase = schedule.phases.find(
    ({ start_date: start, end_date: until }) => start <= account.now && until > account.now,
  )
  if (phase === undefined) {
    end(account, schedule, subscription)
    return
  }
  const entered = account.update(
    'subscription_schedule',
    { ...schedule, current_phase: periodOf(phase) },
    'subscription_schedule.updated',
  )
  enterPhase(account, { schedule: entered, phase, behavior: phase.proration_behavior, isNew: true })
  account.announce('customer.subscription.updated', 'subscription', subscription)
}
