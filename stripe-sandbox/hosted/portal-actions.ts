import { findCode } from '../resources/promotion-codes/find-code.ts'
import { customerFields } from '../resources/customers/customer-fields.ts'
import { attachPaymentMethod } from '../resources/payment-methods/attach-payment-method.ts'
import { cancelSubscription } from '../resources/subscriptions/cancel-subscription.ts'
import { updateSubscription } from '../resources/subscriptions/update-subscription.ts'
import type { Account } from '../store/account.ts'
import type { PortalConfiguration, PortalSession, Subscription } from '../store/kinds.ts'
import { invalidRequest } from '../wire/errors.ts'
import { canCancel, type Choice, changeParams } from './portal-change.ts'
import { readCard } from './read-card.ts'

export interface PortalPlace {
  readonly account: Account
  readonly session: PortalSession
  readonly configuration: PortalConfiguration
}

/** What was done, by the name under which the next page says it. */
export type Done = 'canceled' | 'card' | 'changed' | 'details' | 'ended' | 'kept'

type Act = (place: PortalPlace, form: URLSearchParams) => Done

const needFeature = (isEnabled: boolean): void => {
  if (!isEnabled) throw invalidRequest('This cannot be done here.')
}

const callOf = ({ account }: PortalPlace) => ({ account, path: '', searchLagMs: 0 })

export const openSubscriptions = ({ account, session }: PortalPlace): Subscription[] =>
  account
    .all('subscription')
    .list([{ index: 'customer', value: session.customer }])
    .filter(({ ended_at: endedAt }) => endedAt === null)

export const ownSubscription = (place: PortalPlace, id: string | null): Subscription => {
  const own = openSubscriptions(place).find((one) => one.id === id)
  if (own === undefined) throw invalidRequest('There is no such subscription.')
  return own
}

const changeCard: Act = (place, form) => {
  const { account, configuration, session } = place
  needFeature(configuration.features.payment_method_update.enabled)
  const method = attachPaymentMethod(account, readCard(form, account.now), session.customer)
  const customer = account.need('customer', session.customer)
  const settings = { ...customer.invoice_settings, default_payment_method: method.id }
  account.update('customer', { ...customer, invoice_settings: settings }, 'customer.updated')
  for (const subscription of openSubscriptions(place)) {
    if (subscription.default_payment_method !== null)
      account.update(
        'subscription',
        { ...subscription, default_payment_method: method.id },
        'customer.subscription.updated',
      )
  }
  return 'card'
}

const FEEDBACK = [
  'customer_service',
  'low_quality',
  'missing_features',
  'other',
  'switched_service',
  'too_complex',
  'too_expensive',
  'unused',
] as const

const detailsOf = ({ configuration }: PortalPlace, form: URLSearchParams) => {
  const { cancellation_reason: reason } = configuration.features.subscription_cancel
  if (!reason.enabled) return {}
  const feedback = FEEDBACK.find((name) => name === form.get('feedback') && reason.options.includes(name))
  const comment = form.get('comment')
  return {
    cancellation_details: { ...(feedback === undefined ? {} : { feedback }), ...(comment ? { comment } : {}) },
  }
}

const cancel: Act = (place, form) => {
  const { configuration } = place
  const subscription = ownSubscription(place, form.get('subscription'))
  needFeature(canCancel(configuration, subscription))
  const { mode, proration_behavior: proration } = configuration.features.subscription_cancel
  const details = detailsOf(place, form)
  if (mode === 'immediately') {
    cancelSubscription(callOf(place), { ...details, prorate: proration !== 'none' }, subscription.id)
    return 'ended'
  }
  updateSubscription(callOf(place), { ...details, cancel_at_period_end: true }, subscription.id)
  return 'canceled'
}

const keep: Act = (place, form) => {
  const subscription = ownSubscription(place, form.get('subscription'))
  needFeature(canCancel(place.configuration, subscription))
  updateSubscription(callOf(place), { cancel_at_period_end: false }, subscription.id)
  return 'kept'
}

const discountsOf = ({ account, session }: PortalPlace, form: URLSearchParams): Choice['discounts'] => {
  const flow = session.flow?.subscription_update_confirm?.discounts?.[0]
  if (flow?.coupon) return [{ coupon: flow.coupon }]
  if (flow?.promotion_code) return [{ promotion_code: flow.promotion_code }]
  const code = form.get('code')?.trim()
  return code ? [{ promotion_code: findCode(account, code, session.customer).id }] : []
}

/** What a customer chose, or what the session's flow chose for it. */
export const choiceOf = (place: PortalPlace, form: URLSearchParams, subscription: Subscription): Choice => {
  const [item] = subscription.items.data
  const price = form.get('price') ?? item?.price.id ?? ''
  const asked = form.get(`quantity-${price}`) ?? form.get('quantity')
  return { price, quantity: asked ? Number(asked) : (item?.quantity ?? 1), discounts: discountsOf(place, form) }
}

const change: Act = (place, form) => {
  const subscription = ownSubscription(place, form.get('subscription'))
  const params = changeParams(place.configuration, subscription, choiceOf(place, form, subscription))
  updateSubscription(callOf(place), { ...params, payment_behavior: 'error_if_incomplete' }, subscription.id)
  return 'changed'
}

const ADDRESS = ['city', 'country', 'line1', 'line2', 'postal_code', 'state'] as const

const addressOf = (form: URLSearchParams) =>
  Object.fromEntries(ADDRESS.map((name) => [name, form.get(name)?.trim() ?? '']))

const changeDetails: Act = ({ account, configuration, session }, form) => {
  const { enabled, allowed_updates: allowed } = configuration.features.customer_update
  needFeature(enabled)
  const customer = account.need('customer', session.customer)
  const plain = (['email', 'name', 'phone'] as const).flatMap((name) => {
    const value = form.get(name)
    return value === null || !allowed.includes(name) ? [] : [[name, value.trim()] as const]
  })
  const address = allowed.includes('address') && form.has('line1') ? { address: addressOf(form) } : {}
  const fields = customerFields(account, { ...Object.fromEntries(plain), ...address }, customer)
  account.update('customer', { ...customer, ...fields }, 'customer.updated')
  return 'details'
}

const ACTIONS: Readonly<Record<string, Act>> = { cancel, card: changeCard, change, details: changeDetails, keep }

/** Does what a button of the portal says, as far as its configuration allows it. */
export const actOnPortal: Act = (place, form) => {
  const act = ACTIONS[form.get('action') ?? '']
  if (act === undefined) throw invalidRequest('There is no such action.')
  return act(place, form)
}
