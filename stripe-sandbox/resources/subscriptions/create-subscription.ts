import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { chargeInvoice, finalizeInvoice, methodFor, noMethod } from '../../billing/collect-invoice.ts'
import { addDays, addInterval } from '../../billing/period-rules.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Customer, Invoice, Subscription } from '../../store/kinds.ts'
import { invalidRequest, missingParam, notBuilt } from '../../wire/errors.ts'
import { listOf } from '../../wire/list.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'
import { cancelAtOf, pauseOf, trialSettingsOf } from './subscription-terms.ts'
import { checkAlike, itemOf, itemPrice } from './subscription-items.ts'

type Params = Stripe.SubscriptionCreateParams

export const CREATE_SUBSCRIPTION_PARAMS = [
  'billing_mode.type',
  'cancel_at',
  'cancel_at_period_end',
  'collection_method',
  'currency',
  'customer',
  'days_until_due',
  'default_payment_method',
  'description',
  'discounts',
  'invoice_settings.description',
  'items.discounts',
  'items.metadata',
  'items.price',
  'items.price_data',
  'items.quantity',
  'metadata',
  'off_session',
  'payment_behavior',
  'payment_settings.payment_method_types',
  'payment_settings.save_default_payment_method',
  'trial_end',
  'trial_from_plan',
  'trial_period_days',
  'trial_settings.end_behavior.missing_payment_method',
]

const trialEndOf = (params: Params, now: number, priceTrialDays: number | null): number | null => {
  const { trial_end: end, trial_period_days: days } = params
  if (end !== undefined && days !== undefined)
    throw invalidRequest('You may only specify one of these parameters: trial_end, trial_period_days.', {
      code: 'parameters_exclusive',
    })
  if (end === 'now') return null
  if (end !== undefined) {
    if (end <= now)
      throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', {
        param: 'trial_end',
      })
    return end
  }
  const chosen = days ?? (params.trial_from_plan ? priceTrialDays : null)
  return chosen === null || chosen === 0 ? null : addDays(now, chosen)
}

/** A customer pays in one currency; the first subscription or invoice decides which. */
export const claimCurrency = (account: Account, customer: Customer, currency: string): Customer => {
  if (customer.currency === currency) return customer
  if (customer.currency) {
    throw invalidRequest(
      `You cannot combine currencies on a single customer. This customer has had a subscription, coupon, or invoice item with currency ${customer.currency}.`,
      { param: 'currency' },
    )
  }
  return account.update('customer', { ...customer, currency }, 'customer.updated')
}

const settingsOf = (
  params: Params,
): Pick<Subscription, 'collection_method' | 'days_until_due' | 'payment_settings' | 'trial_settings'> => {
  const isSent = params.collection_method === 'send_invoice'
  if (isSent && params.days_until_due === undefined) throw missingParam('days_until_due')
  if (!isSent && params.days_until_due !== undefined) {
    throw invalidRequest("days_until_due can only be set when collection_method is 'send_invoice'.", {
      param: 'days_until_due',
    })
  }
  const types = params.payment_settings?.payment_method_types
  return {
    collection_method: params.collection_method ?? 'charge_automatically',
    days_until_due: params.days_until_due ?? null,
    payment_settings: {
      payment_method_options: null,
      payment_method_types: types === undefined || types === '' ? null : types,
      save_default_payment_method: params.payment_settings?.save_default_payment_method ?? 'off',
    },
    trial_settings: trialSettingsOf(params.trial_settings),
  }
}

const newSubscription = (account: Account, params: Params, customer: Customer): Subscription => {
  const asked = params.items ?? []
  if (asked.length === 0) throw missingParam('items')
  const id = account.ids.next('subscription')
  const { now } = account
  const prices = asked.map((item) => itemPrice(account, item as never))
  checkAlike(prices)
  const [price] = prices
  if (price?.recurring === null || price === undefined) throw missingParam('items')
  const trialEnd = trialEndOf(params, now, price.recurring.trial_period_days)
  const end = trialEnd ?? addInterval(now, price.recurring)
  const place = { subscription: id, start: now, end }
  const data = asked.map((item, i) => itemOf(account, { ...item, price: prices[i]?.id } as never, place))
  return {
    id,
    object: 'subscription',
    application: null,
    application_fee_percent: null,
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_cycle_anchor: trialEnd ?? now,
    billing_cycle_anchor_config: null,
    billing_mode:
      params.billing_mode?.type === 'classic'
        ? { flexible: null, type: 'classic' }
        : { flexible: { proration_discounts: 'included' }, type: 'flexible' },
    billing_schedules: [],
    billing_thresholds: null,
    cancel_at: cancelAtOf(params.cancel_at, end),
    cancel_at_period_end: params.cancel_at_period_end ?? false,
    canceled_at: params.cancel_at_period_end ? now : null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    created: now,
    currency: price.currency,
    customer: customer.id,
    customer_account: null,
    default_payment_method: checkOwnMethod(account, orNull(params.default_payment_method), customer.id),
    default_source: null,
    default_tax_rates: [],
    description: orNull(params.description),
    discounts: [],
    ended_at: null,
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: orNull(params.invoice_settings?.description || null),
      footer: null,
      issuer: { type: 'self' },
    },
    items: listOf(`/v1/subscription_items?subscription=${id}`, data),
    latest_invoice: null,
    livemode: false,
    managed_payments: null,
    metadata: mergeMetadata({}, params.metadata),
    next_pending_invoice_item_invoice: null,
    on_behalf_of: null,
    pause_collection: pauseOf(undefined, null),
    pending_invoice_item_interval: null,
    pending_setup_intent: null,
    pending_update: null,
    schedule: null,
    start_date: now,
    status: trialEnd === null ? 'active' : 'trialing',
    test_clock: null,
    transfer_data: null,
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : now,
    ...settingsOf(params),
  }
}

const withDiscounts = (account: Account, made: Subscription, params: Params): Subscription => {
  const target = { customer: made.customer, currency: made.currency, subscription: made.id }
  const data = made.items.data.map((item, i) => ({
    ...item,
    discounts: redeemDiscounts(account, params.items?.[i]?.discounts ?? undefined, {
      ...target,
      subscriptionItem: item.id,
    }),
  }))
  return { ...made, discounts: redeemDiscounts(account, params.discounts, target), items: { ...made.items, data } }
}

/** Collects the first invoice as `payment_behavior` says; the subscription waits as `incomplete` until it is paid. */
const collectFirst = (account: Account, draft: Invoice, behavior: Params['payment_behavior']): void => {
  if (draft.status !== 'draft' || draft.collection_method === 'send_invoice') return
  if (methodFor(account, draft) === undefined && behavior !== 'default_incomplete' && draft.amount_due > 0)
    throw noMethod()
  const open = finalizeInvoice(account, draft)
  if (open.status !== 'open') return
  const subscription = account.need('subscription', open.parent?.subscription_details?.subscription ?? '')
  account.update('subscription', { ...subscription, status: 'incomplete' })
  if (behavior === 'default_incomplete') return
  const { refusal } = chargeInvoice(account, open)
  if (refusal !== undefined && behavior === 'error_if_incomplete') throw refusal
}

export const createSubscription = ({ account }: Call, params: Params): Subscription => {
  if (params.customer === undefined) throw missingParam('customer')
  if (params.payment_behavior === 'pending_if_incomplete')
    throw notBuilt('payment_behavior=pending_if_incomplete', 'payment_behavior')
  const customer = account.need('customer', params.customer, 'customer')
  const made = newSubscription(account, params, customer)
  if (params.currency !== undefined && params.currency.toLowerCase() !== made.currency) {
    throw invalidRequest(`The currency ${params.currency} does not match that of the prices: ${made.currency}.`, {
      param: 'currency',
    })
  }
  claimCurrency(account, customer, made.currency)
  account.create('subscription', withDiscounts(account, made, params))
  const draft = billSubscription(account, account.need('subscription', made.id), {
    reason: 'subscription_create',
    withItems: true,
  })
  collectFirst(account, draft, params.payment_behavior)
  const created = account.need('subscription', made.id)
  account.emit('customer.subscription.created', 'subscription', created)
  return created
}
