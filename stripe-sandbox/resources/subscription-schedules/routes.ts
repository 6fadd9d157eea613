import type { Stripe } from 'stripe'
import { cancelNow } from '../../billing/end-subscription.ts'
import type { Account } from '../../store/account.ts'
import type { SubscriptionSchedule } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkUntaxed } from '../tax-rates/choose-rates.ts'
import { phaseOfSubscription, readPhases } from './schedule-phases.ts'

const PHASE = [
  'phases.duration',
  'phases.end_date',
  'phases.items.metadata',
  'phases.items.price',
  'phases.items.quantity',
  'phases.metadata',
  'phases.proration_behavior',
  'phases.start_date',
]

const DEFAULT_SETTINGS: SubscriptionSchedule['default_settings'] = {
  application_fee_percent: null,
  billing_cycle_anchor: 'automatic',
  billing_thresholds: null,
  collection_method: 'charge_automatically',
  default_payment_method: null,
  description: null,
  invoice_settings: {
    account_tax_ids: null,
    custom_fields: null,
    days_until_due: null,
    description: null,
    footer: null,
    issuer: { type: 'self' },
  },
  on_behalf_of: null,
  transfer_data: null,
}

const checkBehavior = (behavior: string | undefined): void => {
  if (behavior === 'none' || behavior === 'renew') throw notBuilt(`end_behavior='${behavior}'`, 'end_behavior')
}

const create = ({ account }: Call, params: Stripe.SubscriptionScheduleCreateParams): SubscriptionSchedule => {
  const { from_subscription: from } = params
  if (from === undefined) throw notBuilt('schedules that start their own subscription', 'phases')
  const subscription = account.need('subscription', from, 'from_subscription')
  if (subscription.schedule !== null)
    throw invalidRequest(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
      { param: 'from_subscription' },
    )
  checkUntaxed(subscription, 'from_subscription')
  const phase = phaseOfSubscription(subscription)
  const schedule = account.create(
    'subscription_schedule',
    {
      id: account.ids.next('subscription_schedule'),
      object: 'subscription_schedule',
      application: null,
      billing_mode: subscription.billing_mode,
      canceled_at: null,
      completed_at: null,
      created: account.now,
      current_phase: { start_date: phase.start_date, end_date: phase.end_date },
      customer: subscription.customer,
      customer_account: null,
      default_settings: DEFAULT_SETTINGS,
      end_behavior: 'release',
      livemode: false,
      metadata: mergeMetadata({}, params.metadata),
      pause_schedules: [],
      phases: [phase],
      released_at: null,
      released_subscription: null,
      status: 'active',
      subscription: from,
      test_clock: null,
    },
    'subscription_schedule.created',
  )
  account.update('subscription', { ...subscription, schedule: schedule.id }, 'customer.subscription.updated')
  return schedule
}

const needActive = (account: Account, id: string): SubscriptionSchedule => {
  const schedule = account.need('subscription_schedule', id)
  if (schedule.status !== 'active')
    throw invalidRequest(`This schedule is ${schedule.status} and can no longer be changed.`)
  return schedule
}

const update = (
  { account }: Call,
  params: Stripe.SubscriptionScheduleUpdateParams,
  id: string,
): SubscriptionSchedule => {
  checkBehavior(params.end_behavior)
  const old = needActive(account, id)
  const phases = params.phases === undefined ? old.phases : readPhases(account, params.phases, old)
  const current = phases.find(({ start_date: start, end_date: end }) => start <= account.now && end > account.now)
  if (current === undefined) throw invalidRequest('One phase must be the current one.', { param: 'phases' })
  const isChanged =
    JSON.stringify(current.items) !==
    JSON.stringify(old.phases.find(({ start_date: start }) => start === current.start_date)?.items)
  if (isChanged) throw notBuilt('changing the items of the running phase', 'phases[0][items]')
  return account.update(
    'subscription_schedule',
    {
      ...old,
      current_phase: { start_date: current.start_date, end_date: current.end_date },
      end_behavior: params.end_behavior ?? old.end_behavior,
      metadata: mergeMetadata(old.metadata, params.metadata),
      phases,
    },
    'subscription_schedule.updated',
  )
}

const release = ({ account }: Call, id: string): SubscriptionSchedule => {
  const schedule = needActive(account, id)
  const subscription = account.need('subscription', schedule.subscription ?? '')
  account.update('subscription', { ...subscription, schedule: null }, 'customer.subscription.updated')
  const released = account.update('subscription_schedule', {
    ...schedule,
    current_phase: null,
    released_at: account.now,
    released_subscription: subscription.id,
    status: 'released',
    subscription: null,
  })
  account.emit('subscription_schedule.released', 'subscription_schedule', released)
  return released
}

/** Cancelling a schedule cancels its subscription with it. */
const cancel = ({ account }: Call, id: string): SubscriptionSchedule => {
  const schedule = needActive(account, id)
  cancelNow(account, account.need('subscription', schedule.subscription ?? ''), 'cancellation_requested')
  return account.need('subscription_schedule', id)
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'subscription_schedule',
  operation,
  supports,
})

export const subscriptionScheduleRoutes: readonly Route[] = [
  route<Stripe.SubscriptionScheduleCreateParams>('POST', '/v1/subscription_schedules', {
    ...spec('create', ['from_subscription', 'metadata']),
    handle: create,
  }),
  route<Stripe.SubscriptionScheduleListParams>('GET', '/v1/subscription_schedules', {
    ...spec('list', ['created', 'customer', 'ending_before', 'limit', 'scheduled', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'subscription_schedule',
        params,
        keys: [keyed('customer', params.customer)],
        where: (schedule) =>
          all(
            same(params.customer, schedule.customer),
            params.scheduled === undefined || params.scheduled === (schedule.status === 'not_started'),
          ),
      }),
  }),
  route('GET', '/v1/subscription_schedules/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('subscription_schedule', id),
  }),
  route<Stripe.SubscriptionScheduleUpdateParams>('POST', '/v1/subscription_schedules/:id', {
    ...spec('update', ['end_behavior', 'metadata', ...PHASE]),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('POST', '/v1/subscription_schedules/:id/release', {
    ...spec('release'),
    handle: (call, _params, [id = '']) => release(call, id),
  }),
  route('POST', '/v1/subscription_schedules/:id/cancel', {
    ...spec('cancel'),
    handle: (call, _params, [id = '']) => cancel(call, id),
  }),
]
