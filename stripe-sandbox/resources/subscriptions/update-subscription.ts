import type { Stripe } from 'stripe'
import { periodEnd } from '../../billing/due-rules.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { checkOwnMethod } from '../payment-methods/check-own-method.ts'
import { checkAutomaticTax, checkUntaxed, chooseRates } from '../tax-rates/choose-rates.ts'
import { changeBilling, checkMeteredEnd, moveTrial } from './change-billing.ts'
import { checkHoldable, holdUpdate, replacePending } from './hold-update.ts'
import { cancelAtOf, checkAhead, detailsOf, pauseOf, trialSettingsOf } from './subscription-terms.ts'

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
  'items.discounts',
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

/** When it ends; null when it does not. */
const endOf = (old: Subscription, { cancel_at: asked }: Params, atPeriodEnd: boolean): number | null =>
  atPeriodEnd ? periodEnd(old) : cancelAtOf(asked, periodEnd(old), old.cancel_at_period_end ? null : old.cancel_at)

const isAsked = ({ cancel_at: at, cancel_at_period_end: atEnd }: Params): boolean => (at ?? atEnd) !== undefined

const endsOf = (
  account: Account,
  old: Subscription,
  params: Params,
): Pick<Subscription, 'cancel_at' | 'cancel_at_period_end' | 'canceled_at' | 'cancellation_details'> => {
  const atPeriodEnd = params.cancel_at_period_end ?? old.cancel_at_period_end
  const cancelAt = endOf(old, params, atPeriodEnd)
  const isEnding = atPeriodEnd || cancelAt !== null
  if (isAsked(params)) checkAhead(cancelAt, account.now, params.cancel_at)
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

/** Everything an update does, without its events; previews use it too. */
export const applyUpdate = (account: Account, id: string, params: Params, isPreview = false): Subscription => {
  checkOpen(account.need('subscription', id), params)
  const old = replacePending(account, account.need('subscription', id), params)
  checkAutomaticTax(params.automatic_tax)
  const isHeld = params.payment_behavior === 'pending_if_incomplete'
  if (isHeld) checkHoldable(account, old, params)
  const changed = changedFields(account, old, params)
  checkMeteredEnd(changed)
  const target = { customer: old.customer, currency: old.currency, subscription: id }
  account.update('subscription', {
    ...changed,
    discounts: redeemDiscounts(account, params.discounts, target, old.discounts),
  })
  const hold = isHeld ? { hold: holdUpdate(account, old, params) } : {}
  const collection = { behavior: params.payment_behavior, isLeftDraft: isPreview, ...hold }
  changeBilling(account, old, params, collection)
  moveTrial(account, old, params, collection)
  const fresh = account.need('subscription', id)
  if (fresh.schedule !== null) checkUntaxed(fresh, 'default_tax_rates')
  return old
}

export const updateSubscription = ({ account }: Call, params: Params, id: string): Subscription => {
  const old = applyUpdate(account, id, params)
  account.announce('customer.subscription.updated', 'subscription', old)
  return account.need('subscription', id)
}
