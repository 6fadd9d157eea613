import type { Stripe } from 'stripe'
import { startSchedule } from '../../billing/follow-schedule.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription, SubscriptionSchedule } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { given } from '../given.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkUntaxed } from '../tax-rates/choose-rates.ts'
import { phaseOfSubscription, readPhases } from './schedule-phases.ts'

type Params = Stripe.SubscriptionScheduleCreateParams
type Settings = SubscriptionSchedule['default_settings']

const DEFAULT_SETTINGS: Settings = {
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

const withDays = (days: number | null): Settings['invoice_settings'] => ({
  ...DEFAULT_SETTINGS.invoice_settings,
  days_until_due: days,
})

export const checkBehavior = (behavior: string | undefined): void => {
  if (behavior === 'none' || behavior === 'renew') throw notBuilt(`end_behavior='${behavior}'`, 'end_behavior')
}

const blank = (account: Account, params: Params) => ({
  id: account.ids.next('subscription_schedule'),
  object: 'subscription_schedule' as const,
  application: null,
  canceled_at: null,
  completed_at: null,
  created: account.now,
  customer_account: null,
  end_behavior: params.end_behavior ?? 'release',
  livemode: false,
  metadata: mergeMetadata({}, params.metadata),
  pause_schedules: [],
  released_at: null,
  released_subscription: null,
  test_clock: null,
})

const checkFree = (subscription: Subscription): void => {
  if (subscription.schedule !== null)
    throw invalidRequest(
      `You cannot migrate a subscription that is already attached to a schedule: ${subscription.schedule}.`,
      { param: 'from_subscription' },
    )
  if (subscription.ended_at !== null)
    throw invalidRequest('You cannot attach a schedule to a subscription that has ended.', {
      param: 'from_subscription',
    })
  if (subscription.status === 'paused')
    throw invalidRequest('You cannot attach a schedule to a paused subscription.', { param: 'from_subscription' })
  checkUntaxed(subscription, 'from_subscription')
}

const fromSubscription = (account: Account, params: Params, from: string): SubscriptionSchedule => {
  const subscription = account.need('subscription', from, 'from_subscription')
  checkFree(subscription)
  const phase = phaseOfSubscription(subscription)
  const schedule = account.create(
    'subscription_schedule',
    {
      ...blank(account, params),
      billing_mode: subscription.billing_mode,
      current_phase: { start_date: phase.start_date, end_date: phase.end_date },
      customer: subscription.customer,
      default_settings: {
        ...DEFAULT_SETTINGS,
        collection_method: subscription.collection_method,
        default_payment_method: subscription.default_payment_method,
        description: subscription.description,
        invoice_settings: withDays(subscription.days_until_due),
      },
      phases: [phase],
      status: 'active',
      subscription: from,
    },
    'subscription_schedule.created',
  )
  account.update('subscription', { ...subscription, schedule: schedule.id }, 'customer.subscription.updated')
  return schedule
}

const settingsOf = ({ default_settings: asked }: Params): Settings => ({
  ...DEFAULT_SETTINGS,
  collection_method: asked?.collection_method ?? 'charge_automatically',
  default_payment_method: given(asked?.default_payment_method, null),
  description: asked?.description || null,
  invoice_settings: withDays(given(asked?.invoice_settings?.days_until_due, null)),
})

const startOf = (account: Account, { start_date: asked = 'now' }: Params): number => {
  const start = asked === 'now' ? account.now : asked
  if (start < account.now) throw notBuilt('schedules that start in the past', 'start_date')
  return start
}

/** A schedule with phases of its own; its subscription begins with the first. */
const fromPhases = (account: Account, params: Params): SubscriptionSchedule => {
  if (params.customer === undefined) throw missingParam('customer')
  if (params.phases === undefined) throw missingParam('phases')
  const { id: customer } = account.need('customer', params.customer, 'customer')
  const start = startOf(account, params)
  const isClassic = params.billing_mode?.type === 'classic'
  const schedule = account.create(
    'subscription_schedule',
    {
      ...blank(account, params),
      billing_mode: isClassic
        ? { flexible: null, type: 'classic' }
        : { flexible: { proration_discounts: 'included' }, type: 'flexible' },
      current_phase: null,
      customer,
      default_settings: settingsOf(params),
      phases: readPhases(account, params.phases, start),
      status: 'not_started',
      subscription: null,
    },
    'subscription_schedule.created',
  )
  if (start > account.now) return schedule
  const started = startSchedule(account, schedule)
  account.announce('subscription_schedule.updated', 'subscription_schedule', schedule)
  return started
}

export const createSchedule = ({ account }: Call, params: Params): SubscriptionSchedule => {
  checkBehavior(params.end_behavior)
  const { from_subscription: from, phases } = params
  if (from === undefined) return fromPhases(account, params)
  if (phases !== undefined)
    throw invalidRequest('You cannot set phases together with from_subscription.', { param: 'phases' })
  return fromSubscription(account, params, from)
}
