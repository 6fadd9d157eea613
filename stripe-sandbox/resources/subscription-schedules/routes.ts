import type { Stripe } from 'stripe'
import type { SubscriptionSchedule } from '../../store/kinds.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { endNow } from '../subscriptions/cancel-subscription.ts'
import { createSchedule } from './create-schedule.ts'
import { needOpen, updateSchedule } from './update-schedule.ts'

const PHASE = [
  'phases.billing_cycle_anchor',
  'phases.collection_method',
  'phases.currency',
  'phases.default_payment_method',
  'phases.description',
  'phases.discounts',
  'phases.duration',
  'phases.end_date',
  'phases.invoice_settings.days_until_due',
  'phases.items.metadata',
  'phases.items.price',
  'phases.items.quantity',
  'phases.metadata',
  'phases.proration_behavior',
  'phases.trial',
  'phases.trial_end',
]

const CREATE = [
  'billing_mode.type',
  'customer',
  'default_settings.collection_method',
  'default_settings.default_payment_method',
  'default_settings.description',
  'default_settings.invoice_settings.days_until_due',
  'end_behavior',
  'from_subscription',
  'metadata',
  'start_date',
  ...PHASE,
]

const release = ({ account }: Call, id: string): SubscriptionSchedule => {
  const schedule = needOpen(account, id)
  const subscription = account.find('subscription', schedule.subscription)
  if (subscription !== undefined)
    account.update('subscription', { ...subscription, schedule: null }, 'customer.subscription.updated')
  const released = account.update('subscription_schedule', {
    ...schedule,
    current_phase: null,
    released_at: account.now,
    released_subscription: schedule.subscription,
    status: 'released',
    subscription: null,
  })
  account.emit('subscription_schedule.released', 'subscription_schedule', released)
  return released
}

/** Cancelling a schedule cancels its subscription with it, prorated and invoiced unless asked otherwise. */
const cancel = (
  { account }: Call,
  params: Stripe.SubscriptionScheduleCancelParams,
  id: string,
): SubscriptionSchedule => {
  const schedule = needOpen(account, id)
  const subscription = account.find('subscription', schedule.subscription)
  if (subscription === undefined) {
    const canceled = { ...schedule, canceled_at: account.now, status: 'canceled' as const }
    return account.update('subscription_schedule', canceled, 'subscription_schedule.canceled')
  }
  endNow(account, subscription, { invoiceNow: params.invoice_now ?? true, prorate: params.prorate ?? true })
  return account.need('subscription_schedule', id)
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'subscription_schedule',
  operation,
  supports,
})

export const subscriptionScheduleRoutes: readonly Route[] = [
  route<Stripe.SubscriptionScheduleCreateParams>('POST', '/v1/subscription_schedules', {
    ...spec('create', CREATE),
    handle: createSchedule,
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
    ...spec('update', ['end_behavior', 'metadata', 'phases.start_date', 'proration_behavior', ...PHASE]),
    handle: (call, params, [id = '']) => updateSchedule(call, params, id),
  }),
  route('POST', '/v1/subscription_schedules/:id/release', {
    ...spec('release'),
    handle: (call, _params, [id = '']) => release(call, id),
  }),
  route<Stripe.SubscriptionScheduleCancelParams>('POST', '/v1/subscription_schedules/:id/cancel', {
    ...spec('cancel', ['invoice_now', 'prorate']),
    handle: (call, params, [id = '']) => cancel(call, params, id),
  }),
]
