import type { Stripe } from 'stripe'
import { chargeInvoice, finalizeInvoice } from '../../billing/collect-invoice.ts'
import { periodEnd } from '../../billing/due-rules.ts'
import { prorateChange } from '../../billing/prorate-change.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import { renewSubscription } from '../../billing/renew-subscription.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'
import { checkAutomaticTax, chooseRates } from '../tax-rates/choose-rates.ts'
import { billNow, type Collection, hasOtherRhythm, restartCycle } from './bill-change.ts'
import { changeItems } from './change-items.ts'
import { checkUnmetered } from './subscription-items.ts'
import { cancelAtOf, detailsOf, pauseOf, trialSettingsOf } from './subscription-terms.ts'

type Params = Stripe.SubscriptionUpdateParams

export const UPDATE_SUBSCRIPTION_PARAMS = [
  'automatic_tax.enabled',
  'billing_cycle_anchor.type',
  'cancel_at',
  'cancel_at_period_end',
  'cancellation_details.comment',
  'cancellation_details.feedback',
  'collection_method',
  'days_until_due',
  'default_payment_method',
  'default_tax_rates',
  'description',
  'discounts',
  'invoice_settings.description',
  'items.deleted',
  'items.id',
  'items.metadata',
  'items.price',
  'items.price_data',
  'items.quantity',
  'items.tax_rates',
  'metadata',
  'off_session',
  'pause_collection',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
  'trial_settings.end_behavior.missing_payment_method',
]

const ENDED = new Set<string>(['canceled', 'incomplete_expired'])

const checkOpen = (subscription: Subscription, params: Params): void => {
  if (!ENDED.has(subscription.status)) return
  const others = Object.keys(params).filter((name) => !['metadata', 'cancellation_details', 'expand'].includes(name))
  if (others.length > 0) {
    throw invalidRequest('A canceled subscription can only update its cancellation_details and metadata.', {
      code: 'invalid_canceled_subscription_fields',
    })
  }
}

const endsOf = (
  account: Account,
  old: Subscription,
  params: Params,
): Pick<Subscription, 'cancel_at' | 'cancel_at_period_end' | 'canceled_at' | 'cancellation_details'> => {
  const atPeriodEnd = params.cancel_at_period_end ?? old.cancel_at_period_end
  const cancelAt = atPeriodEnd
    ? periodEnd(old)
    : cancelAtOf(params.cancel_at, periodEnd(old), old.cancel_at_period_end ? null : old.cancel_at)
  const isEnding = atPeriodEnd || cancelAt !== null
  const details = detailsOf(params.cancellation_details, old.cancellation_details)
  return {
    cancel_at: cancelAt,
    cancel_at_period_end: atPeriodEnd,
    canceled_at: isEnding ? (old.canceled_at ?? account.now) : old.ended_at === null ? null : old.canceled_at,
    cancellation_details: details && { ...details, reason: isEnding ? 'cancellation_requested' : details.reason },
  }
}

const collectionOf = (
  old: Subscription,
  params: Params,
): Pick<Subscription, 'collection_method' | 'days_until_due'> => {
  const method = params.collection_method ?? old.collection_method
  const days = params.days_until_due ?? old.days_until_due
  if (method === 'send_invoice' && days === null)
    throw invalidRequest('days_until_due is required when collection_method is send_invoice.', {
      param: 'days_until_due',
    })
  return { collection_method: method, days_until_due: method === 'send_invoice' ? days : null }
}

const changedFields = (account: Account, old: Subscription, params: Params): Subscription => ({
  ...old,
  ...endsOf(account, old, params),
  ...collectionOf(old, params),
  default_payment_method:
    params.default_payment_method === undefined
      ? old.default_payment_method
      : checkOwnMethod(account, updated(params.default_payment_method, null), old.customer),
  default_tax_rates: chooseRates(account, params.default_tax_rates, {
    param: 'default_tax_rates',
    before: old.default_tax_rates,
  }),
  description: updated(params.description, old.description),
  invoice_settings: {
    ...old.invoice_settings,
    description: updated(params.invoice_settings?.description, old.invoice_settings.description),
  },
  metadata: mergeMetadata(old.metadata, params.metadata),
  pause_collection: pauseOf(params.pause_collection, old.pause_collection),
  trial_settings: trialSettingsOf(params.trial_settings, old.trial_settings),
})

const isProrated = (old: Subscription, params: Params): boolean =>
  params.items !== undefined &&
  params.proration_behavior !== 'none' &&
  old.status !== 'trialing' &&
  old.status !== 'incomplete'

/** The time that prorations count from: now, or a time in the running period. */
const prorationTime = (account: Account, old: Subscription, asked: number | undefined): number => {
  if (asked === undefined) return account.now
  const [item] = old.items.data
  if (item !== undefined && (asked < item.current_period_start || asked > item.current_period_end))
    throw invalidRequest('The proration date must lie in the current billing period.', { param: 'proration_date' })
  return asked
}

const creditTime = (account: Account, old: Subscription, params: Params): number | null =>
  params.proration_behavior === 'none' ? null : prorationTime(account, old, params.proration_date)

/** Changes items, prorating as asked; another rhythm or `billing_cycle_anchor=now` starts a new cycle at once. */
const applyItems = (account: Account, old: Subscription, params: Params, collection: Collection): void => {
  const before = account.need('subscription', old.id)
  const data = params.items === undefined ? before.items.data : changeItems(account, before, params.items)
  const after = account.update('subscription', { ...before, items: { ...before.items, data } })
  const isRestart = params.billing_cycle_anchor?.type === 'now' || hasOtherRhythm(old, data)
  if (isRestart) {
    restartCycle(account, old, { creditFrom: creditTime(account, old, params), collection })
    return
  }
  if (!isProrated(old, params)) return
  prorateChange(account, old, after, prorationTime(account, old, params.proration_date))
  if (params.proration_behavior === 'always_invoice') billNow(account, old.id, collection)
}

const checkTrialEnd = (old: Subscription, at: number, now: number): void => {
  if (old.status !== 'trialing') throw notBuilt('starting a trial on a running subscription', 'trial_end')
  if (at < now)
    throw invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' })
}

/** Ending a trial now starts the first paid period now; moving its end moves the period's end. */
const applyTrial = (account: Account, old: Subscription, end: Params['trial_end'], isPreview: boolean): void => {
  if (end === undefined) return
  const at = end === 'now' ? account.now : end
  checkTrialEnd(old, at, account.now)
  const current = account.need('subscription', old.id)
  const data = current.items.data.map((item) => ({ ...item, current_period_end: at }))
  const moved = account.update('subscription', {
    ...current,
    trial_end: at,
    billing_cycle_anchor: at,
    items: { ...current.items, data },
  })
  if (end !== 'now') return
  account.emit('customer.subscription.trial_will_end', 'subscription', moved)
  renewSubscription(account, moved)
  if (!isPreview) collectLatest(account, old.id)
}

/** Finalises and charges a subscription's latest draft at once instead of in an hour. */
const collectLatest = (account: Account, id: string): void => {
  const invoice = account.find('invoice', account.need('subscription', id).latest_invoice)
  if (invoice?.status !== 'draft' || invoice.collection_method === 'send_invoice') return
  const open = finalizeInvoice(account, invoice)
  if (open.status === 'open') chargeInvoice(account, open)
}

const METERED_REFUSES = ['items', 'cancel_at', 'cancel_at_period_end', 'trial_end', 'billing_cycle_anchor'] as const

/** Everything an update does, without its events; previews use it too. */
export const applyUpdate = (account: Account, id: string, params: Params, isPreview = false): Subscription => {
  const old = account.need('subscription', id)
  checkOpen(old, params)
  checkAutomaticTax(params.automatic_tax)
  if (METERED_REFUSES.some((name) => params[name]))
    checkUnmetered(old, 'this change of a subscription with metered prices')
  if (params.payment_behavior === 'pending_if_incomplete')
    throw notBuilt('payment_behavior=pending_if_incomplete', 'payment_behavior')
  const changed = changedFields(account, old, params)
  const target = { customer: old.customer, currency: old.currency, subscription: id }
  account.update('subscription', {
    ...changed,
    discounts: redeemDiscounts(account, params.discounts, target, old.discounts),
  })
  applyItems(account, old, params, { behavior: params.payment_behavior, isPreview })
  applyTrial(account, old, params.trial_end, isPreview)
  return old
}

export const updateSubscription = ({ account }: Call, params: Params, id: string): Subscription => {
  const old = applyUpdate(account, id, params)
  account.announce('customer.subscription.updated', 'subscription', old)
  return account.need('subscription', id)
}
