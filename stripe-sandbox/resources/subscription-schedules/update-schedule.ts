import type { Stripe } from 'stripe'
import type { Account } from '../../store/account.ts'
import type { SubscriptionSchedule } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkBehavior } from './create-schedule.ts'
import { enterPhase } from './enter-phase.ts'
import { type Phase, readPhases } from './schedule-phases.ts'

type Params = Stripe.SubscriptionScheduleUpdateParams

export const needOpen = (account: Account, id: string): SubscriptionSchedule => {
  const schedule = account.need('subscription_schedule', id)
  if (schedule.status !== 'active' && schedule.status !== 'not_started')
    throw invalidRequest(`This schedule is ${schedule.status} and can no longer be changed.`)
  return schedule
}

/** The phases that are sent begin with one that the schedule has; those before it stay. */
const phasesOf = (account: Account, params: Params, old: SubscriptionSchedule): Phase[] => {
  if (params.phases === undefined) return old.phases
  const [first] = params.phases
  if (first?.start_date === undefined) throw missingParam('phases[0][start_date]')
  const start = first.start_date === 'now' ? account.now : first.start_date
  const isKnown =
    old.status === 'not_started' ? start > account.now : old.phases.some((one) => one.start_date === start)
  if (!isKnown)
    throw invalidRequest('The first phase must start when a phase of the schedule starts.', {
      param: 'phases[0][start_date]',
    })
  const past = old.phases.filter(({ end_date: end }) => end <= start)
  return [...past, ...readPhases(account, params.phases, start)]
}

const currentOf = (phases: readonly Phase[], now: number): Phase => {
  const current = phases.find(({ start_date: start, end_date: end }) => start <= now && end > now)
  if (current === undefined) throw invalidRequest('One phase must be the current one.', { param: 'phases' })
  return current
}

/** What a subscription has from a phase; when it ends and how its beginning was prorated are not of that. */
const termsOf = (phase: Phase): string => JSON.stringify({ ...phase, end_date: null, proration_behavior: null })

/** Other terms of the running phase act at once; ending it now makes the next one the running one. */
const followCurrent = (account: Account, old: SubscriptionSchedule, updated: SubscriptionSchedule, params: Params) => {
  const current = currentOf(updated.phases, account.now)
  const before = old.phases.find(({ start_date: start }) => start === current.start_date)
  if (before !== undefined && termsOf(before) === termsOf(current)) return
  const subscription = account.need('subscription', updated.subscription ?? '')
  enterPhase(account, {
    schedule: updated,
    phase: current,
    behavior: params.proration_behavior ?? 'create_prorations',
    isNew: before === undefined,
    keepsDiscounts: before !== undefined && JSON.stringify(before.discounts) === JSON.stringify(current.discounts),
  })
  account.announce('customer.subscription.updated', 'subscription', subscription)
}

export const updateSchedule = ({ account }: Call, params: Params, id: string): SubscriptionSchedule => {
  checkBehavior(params.end_behavior)
  const old = needOpen(account, id)
  const phases = phasesOf(account, params, old)
  const isRunning = old.status === 'active'
  const { start_date, end_date } = isRunning ? currentOf(phases, account.now) : { start_date: 0, end_date: 0 }
  const updated = account.update(
    'subscription_schedule',
    {
      ...old,
      current_phase: isRunning ? { start_date, end_date } : null,
      end_behavior: params.end_behavior ?? old.end_behavior,
      metadata: mergeMetadata(old.metadata, params.metadata),
      phases,
    },
    'subscription_schedule.updated',
  )
  if (isRunning) followCurrent(account, old, updated, params)
  return updated
}
