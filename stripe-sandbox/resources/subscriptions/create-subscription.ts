import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { chargeInvoice, finalizeInvoice, methodFor, noMethod } from '../../billing/collect-invoice.ts'
import { pendingItems } from '../../billing/draft-invoice.ts'
import { isMetered } from '../../billing/price-quantity.ts'
import { addInterval } from '../../billing/period-rules.ts'
import { purchaseOfSubscription } from '../../billing/first-purchase.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Customer, Invoice, Price, Subscription } from '../../store/kinds.ts'
import { invalidRequest, missingParam } from '../../wire/errors.ts'
import { listOf } from '../../wire/list.ts'
import type { Call } from '../../wire/route.ts'
import { given, settable } from '../given.ts'
import { mergeMetadata, orNull } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'
import { checkAutomaticTax, chooseRates } from '../tax-rates/choose-rates.ts'
import { checkMeteredEnd } from './change-billing.ts'
import { cancelAtOf, checkAhead, trialEndOf, trialSettingsOf } from './subscription-terms.ts'
import { checkAlike, itemOf, itemPrice } from './subscription-items.ts'

type Params = Stripe.SubscriptionCreateParams

export const CREATE_SUBSCRIPTION_PARAMS = [
  'automatic_tax.enabled',
  'billing_mode.type',
  'cancel_at',
  'cancel_at_period_end',
  'collection_method',
  'currency',
  'customer',
  'days_until_due',
  'default_payment_method',
  'default_tax_rates',
  'description',
  'discounts',
  'invoice_settings.description',
  'items.discounts',
  'items.metadata',
  'items.price',
  'items.price_data',
  'items.quantity',
  'items.tax_rates',
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

const checkDays = (method: string, days: number | undefined): void => {
  if (method === 'send_invoice' && days === undefined) throw missingParam('days_until_due')
  if (method !== 'send_invoice' && days !== undefined) {
    throw invalidRequest("days_until_due can only be set when collection_method is 'send_invoice'.", {
      param: 'days_until_due',
    })
  }
}

const settingsOf = (
  params: Params,
): Pick<Subscription, 'collection_method' | 'days_until_due' | 'payment_settings' | 'trial_settings'> => {
  const { collection_method: method = 'charge_automatically', payment_settings: payment } = params
  checkDays(method, params.days_until_due)
  return {
    collection_method: method,
    days_until_due: given(params.days_until_due, null),
    payment_settings: {
      payment_method_options: null,
      payment_method_types: settable(payment?.payment_method_types, null),
      save_default_payment_method: given(payment?.save_default_payment_method, 'off'),
    },
    trial_settings: trialSettingsOf(params.trial_settings),
  }
}

/** What every subscription begins with. */
const NOTHING_YET = {
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_thresholds: null,
  customer_account: null,
  default_source: null,
  ended_at: null,
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  test_clock: null,
  transfer_data: null,
} as const

const modeOf = (asked: Params['billing_mode']): Subscription['billing_mode'] =>
  asked?.type === 'classic'
    ? { flexible: null, type: 'classic' }
    : { flexible: { proration_discounts: 'included' }, type: 'flexible' }

type Terms = Pick<
  Subscription,
  'billing_cycle_anchor' | 'cancel_at' | 'cancel_at_period_end' | 'canceled_at' | 'status' | 'trial_end' | 'trial_start'
>

const termsOf = (params: Params, now: number, periodEnd: number, trialEnd: number | null): Terms => {
  const isEnding = given(params.cancel_at_period_end, false)
  const cancelAt = isEnding ? periodEnd : cancelAtOf(params.cancel_at, periodEnd)
  checkAhead(cancelAt, now, params.cancel_at)
  return {
    billing_cycle_anchor: trialEnd ?? now,
    cancel_at: cancelAt,
    cancel_at_period_end: isEnding,
    canceled_at: isEnding ? now : null,
    status: trialEnd === null ? 'active' : 'trialing',
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : now,
  }
}

const pricesOf = (
  account: Account,
  params: Params,
): { readonly prices: Price[]; readonly first: Price; readonly recurring: NonNullable<Price['recurring']> } => {
  const prices = (params.items ?? []).map((item) => itemPrice(account, item))
  const [first] = prices
  if (first === undefined || first.recurring === null) throw missingParam('items')
  checkAlike(prices)
  return { prices, first, recurring: first.recurring }
}

const newSubscription = (account: Account, params: Params, customer: Customer): Subscription => {
  const { prices, first, recurring } = pricesOf(account, params)
  const id = account.ids.next('subscription')
  const { now } = account
  const trialEnd = trialEndOf(params, now, recurring.trial_period_days)
  const end = trialEnd ?? addInterval(now, recurring)
  const place = { subscription: id, start: now, end }
  const data = (params.items ?? []).map(({ quantity, metadata, tax_rates: rates }, i) =>
    itemOf(
      account,
      {
        price: prices[i]?.id ?? '',
        ...(quantity === undefined ? {} : { quantity }),
        metadata: given(metadata, {}),
        ...(rates === undefined ? {} : { tax_rates: rates }),
      },
      place,
    ),
  )
  const memo = params.invoice_settings?.description
  return {
    ...NOTHING_YET,
    ...termsOf(params, now, end, trialEnd),
    ...settingsOf(params),
    id,
    object: 'subscription',
    automatic_tax: { disabled_reason: null, enabled: false, liability: null },
    billing_mode: modeOf(params.billing_mode),
    billing_schedules: [],
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    created: now,
    currency: first.currency,
    customer: customer.id,
    default_payment_method: checkOwnMethod(account, orNull(params.default_payment_method), customer.id),
    default_tax_rates: chooseRates(account, params.default_tax_rates, { param: 'default_tax_rates' }),
    description: orNull(params.description),
    discounts: [],
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: settable(memo, null),
      footer: null,
      issuer: { type: 'self' },
    },
    items: listOf(`/v1/subscription_items?subscription=${id}`, data),
    metadata: mergeMetadata({}, params.metadata),
    start_date: now,
  }
}

/** A flexible subscription of metered prices owes nothing yet, so it begins without an invoice. */
const beginsEmpty = (account: Account, made: Subscription): boolean =>
  made.billing_mode.type === 'flexible' &&
  made.items.data.every(({ price }) => isMetered(price)) &&
  pendingItems(account, made.customer, made.currency, made.id).length === 0

const withDiscounts = (account: Account, made: Subscription, params: Params): Subscription => {
  const target = { customer: made.customer, currency: made.currency, subscription: made.id }
  const data = made.items.data.map((item, i) => ({
    ...item,
    discounts: redeemDiscounts(account, params.items?.[i]?.discounts ?? undefined, {
      ...target,
      subscriptionItem: item.id,
    }),
  }))
  const count = [...data, { discounts: params.discounts || [] }].reduce(
    (sum, { discounts }) => sum + discounts.length,
    0,
  )
  const purchase = purchaseOfSubscription(account, made, count)
  const discounts = redeemDiscounts(account, params.discounts, { ...target, purchase })
  return { ...made, discounts, items: { ...made.items, data } }
}

type Behavior = Params['payment_behavior']

/** Without a way to pay there is nothing to try, unless the caller means to pay later. */
const checkMethod = (account: Account, draft: Invoice, behavior: Behavior): void => {
  if (behavior === 'default_incomplete' || draft.amount_due === 0) return
  if (methodFor(account, draft) === undefined) throw noMethod()
}

/** Collects the first invoice as `payment_behavior` says; the subscription waits as `incomplete` until it is paid. */
const collectFirst = (account: Account, subscription: string, draft: Invoice, behavior: Behavior): void => {
  if (draft.status !== 'draft' || draft.collection_method === 'send_invoice') return
  checkMethod(account, draft, behavior)
  const open = finalizeInvoice(account, draft)
  if (open.status !== 'open') return
  account.update('subscription', { ...account.need('subscription', subscription), status: 'incomplete' })
  if (behavior === 'default_incomplete') return
  const { refusal } = chargeInvoice(account, open)
  if (refusal !== undefined && behavior === 'error_if_incomplete') throw refusal
}

const checkCurrencyOf = (asked: string | undefined, made: Subscription): void => {
  if (asked === undefined || asked.toLowerCase() === made.currency) return
  throw invalidRequest(`The currency ${asked} does not match that of the prices: ${made.currency}.`, {
    param: 'currency',
  })
}

/** Makes a subscription and the draft of its first invoice, if it has one; says nothing of it yet. */
export const openSubscription = (
  account: Account,
  params: Params,
): { readonly made: Subscription; readonly draft: Invoice | undefined } => {
  const { customer: id } = params
  if (id === undefined) throw missingParam('customer')
  checkAutomaticTax(params.automatic_tax)
  const customer = account.need('customer', id, 'customer')
  const made = newSubscription(account, params, customer)
  checkCurrencyOf(params.currency, made)
  checkMeteredEnd(made)
  claimCurrency(account, customer, made.currency)
  const noticed = { ...made, _notice_days: account.find('renewal_notice', 'renewal_notice')?.days ?? null }
  const saved = account.create('subscription', withDiscounts(account, noticed, params))
  const draft = beginsEmpty(account, made)
    ? undefined
    : billSubscription(account, saved, { reason: 'subscription_create', withItems: true })
  return { made: account.need('subscription', made.id), draft }
}

export const createSubscription = ({ account }: Call, params: Params): Subscription => {
  const { payment_behavior: behavior } = params
  if (behavior === 'pending_if_incomplete')
    throw invalidRequest('payment_behavior=pending_if_incomplete can only be used with updates.', {
      param: 'payment_behavior',
    })
  const { made, draft } = openSubscription(account, params)
  if (draft !== undefined) collectFirst(account, made.id, draft, behavior)
  const created = account.need('subscription', made.id)
  account.emit('customer.subscription.created', 'subscription', created)
  return created
}
