import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { chargeInvoice, finalizeInvoice, methodFor, noMethod } from '../../billing/collect-invoice.ts'
import { INCOMPLETE_SECONDS } from '../../billing/due-rules.ts'
import { addInterval, periodAround } from '../../billing/period-rules.ts'
import { isMetered } from '../../billing/price-quantity.ts'
import { chargeItems } from '../../billing/prorate-change.ts'
import { meteredItems } from '../../billing/subscription-lines.ts'
import { pendingItems } from '../../billing/draft-invoice.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { invalidRequest, noSuch, notBuilt } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { holdChange, showPending } from './hold-update.ts'

type Params = Stripe.SubscriptionResumeParams

export const RESUME_PARAMS = ['billing_cycle_anchor.type', 'payment_behavior', 'proration_behavior', 'proration_date']

const ONE_YEAR = { interval: 'year', interval_count: 1 }

const checkResumable = (subscription: Subscription, params: Params): void => {
  if (subscription.status !== 'paused') throw noSuch('paused subscription', subscription.id)
  if (subscription.collection_method !== 'charge_automatically')
    throw invalidRequest('Only subscriptions that charge automatically can be resumed.')
  if (params.payment_behavior === 'resume_on_payment_success' && subscription.billing_mode.type !== 'flexible')
    throw invalidRequest('payment_behavior=resume_on_payment_success needs the flexible billing mode.', {
      param: 'payment_behavior',
    })
  if (subscription.pending_update)
    throw notBuilt('resuming a subscription again while its resumption waits for payment', 'id')
}

const isUnchanged = ({ billing_cycle_anchor: anchor }: Params): boolean => anchor?.type === 'unchanged'

const withPeriod = (item: SubscriptionItem, subscription: Subscription, place: Place): SubscriptionItem => {
  const rhythm = item.price.recurring
  if (rhythm === null) return item
  const { start, end } = place.isUnchanged
    ? periodAround(subscription.billing_cycle_anchor, rhythm, place.now)
    : { start: place.now, end: addInterval(place.now, rhythm) }
  return { ...item, current_period_start: start, current_period_end: end }
}

interface Place {
  readonly now: number
  readonly isUnchanged: boolean
}

/** The subscription as it is once it runs again; usage counts from now on. */
const running = (old: Subscription, place: Place): Subscription => {
  const { status_details: _, ...rest } = old
  const from = meteredItems(old).map(({ id }) => [id, place.now] as const)
  return {
    ...rest,
    billing_cycle_anchor: place.isUnchanged ? old.billing_cycle_anchor : place.now,
    items: { ...old.items, data: old.items.data.map((item) => withPeriod(item, old, place)) },
    status: 'active',
    _usage_from: { ...old._usage_from, ...Object.fromEntries(from) },
  }
}

const prorationTime = (fresh: Subscription, asked: number | undefined, now: number): number => {
  if (asked === undefined) return now
  if (fresh.items.data.some((item) => asked < item.current_period_start || asked > item.current_period_end))
    throw invalidRequest('The proration date must lie in the current billing period.', { param: 'proration_date' })
  return asked
}

/** The rest of the running period, as pending items or at once. */
const billRest = (account: Account, fresh: Subscription, params: Params): Invoice | undefined => {
  const behavior = params.proration_behavior ?? 'create_prorations'
  if (behavior === 'none') return undefined
  chargeItems(account, fresh, fresh.items.data, prorationTime(fresh, params.proration_date, account.now))
  const { customer, currency, id } = fresh
  const isBilled = behavior === 'always_invoice' && pendingItems(account, customer, currency, id).length > 0
  return isBilled ? billSubscription(account, fresh, { reason: 'subscription_update', withItems: false }) : undefined
}

/** Whole new periods, with whatever is pending. */
const billPeriods = (account: Account, fresh: Subscription): Invoice | undefined => {
  const { customer, currency, id, items, billing_mode: mode } = fresh
  const isEmpty = mode.type === 'flexible' && items.data.every(({ price }) => isMetered(price))
  if (isEmpty && pendingItems(account, customer, currency, id).length === 0) return undefined
  return billSubscription(account, fresh, { reason: 'subscription_cycle', withItems: true })
}

interface Resumption {
  readonly old: Subscription
  readonly draft: Invoice
  readonly params: Params
}

/** The invoice of a resumption is finalised at once; until it is paid the subscription stays paused. */
const collect = (account: Account, { old, draft, params }: Resumption): void => {
  const isTried = params.payment_behavior === 'resume_on_payment_success'
  const { now } = account
  if (isTried && draft.amount_due > 0 && methodFor(account, draft) === undefined) throw noMethod()
  holdChange(account, {
    old,
    draft,
    reason: isTried ? 'resume_on_success' : 'resume_on_attempt',
    expiresAt: isTried ? addInterval(now, ONE_YEAR) : now + INCOMPLETE_SECONDS,
    isShown: false,
    shown: isUnchanged(params) ? {} : { billing_cycle_anchor: now },
  })
  const open = finalizeInvoice(account, isTried ? draft : { ...draft, auto_advance: false })
  if (open.status === 'open' && isTried) chargeInvoice(account, open)
  showPending(account, old.id)
}

/** Everything that resuming does, without its events; previews use it too. */
export const applyResume = (account: Account, id: string, params: Params, isPreview = false): Subscription => {
  const old = account.need('subscription', id)
  checkResumable(old, params)
  const place = { now: account.now, isUnchanged: isUnchanged(params) }
  const fresh = account.update('subscription', running(old, place))
  const draft = place.isUnchanged ? billRest(account, fresh, params) : billPeriods(account, fresh)
  if (draft?.status === 'draft' && !isPreview) collect(account, { old, draft, params })
  return old
}

/** A paused subscription runs again: at once where nothing is to be paid, else with the payment. */
export const resumeSubscription = ({ account }: Call, params: Params, id: string): Subscription => {
  const old = applyResume(account, id, params)
  account.announce('customer.subscription.updated', 'subscription', old)
  const resumed = account.need('subscription', id)
  if (resumed.status !== 'paused') account.emit('customer.subscription.resumed', 'subscription', resumed)
  return resumed
}
