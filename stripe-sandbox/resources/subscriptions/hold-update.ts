import type { Stripe } from 'stripe'
import { voidInvoice } from '../../billing/close-invoice.ts'
import { methodFor } from '../../billing/collect-invoice.ts'
import { pendingItems } from '../../billing/draft-invoice.ts'
import { INCOMPLETE_SECONDS, periodEnd } from '../../billing/due-rules.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, Subscription } from '../../store/kinds.ts'
import type { PendingChange } from '../../store/subscription-fields.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { checkUnmetered } from './subscription-items.ts'

type Params = Stripe.SubscriptionUpdateParams

/** What an update may change while it waits; the rest either bills nothing or is not documented. */
const HELD = new Set([
  'billing_cycle_anchor',
  'expand',
  'items',
  'metadata',
  'off_session',
  'payment_behavior',
  'proration_behavior',
  'proration_date',
  'trial_end',
])

export const checkHoldable = (account: Account, old: Subscription, params: Params): void => {
  const refused = Object.keys(params).find((name) => !HELD.has(name))
  if (refused !== undefined)
    throw invalidRequest(`You can't use ${refused} with payment_behavior=pending_if_incomplete.`, { param: refused })
  if (old.collection_method !== 'charge_automatically')
    throw invalidRequest('Pending updates need collection_method=charge_automatically.', { param: 'payment_behavior' })
  if (old.status === 'trialing' && params.trial_end === 'now')
    throw notBuilt('ending a trial by a pending update', 'trial_end')
  checkUnmetered(old, 'pending updates of a subscription with metered prices')
  if (pendingItems(account, old.customer, old.currency, old.id).length > 0)
    throw notBuilt('a pending update while invoice items wait for the next invoice', 'payment_behavior')
}

const BILLING = ['billing_cycle_anchor', 'items', 'trial_end'] as const

/** A new pending update voids the invoice of the one before it. */
export const replacePending = (account: Account, old: Subscription, params: Params): Subscription => {
  if (!old.pending_update || BILLING.every((name) => params[name] === undefined)) return old
  if (params.payment_behavior !== 'pending_if_incomplete')
    throw notBuilt('changing a subscription while an update of it is pending', 'payment_behavior')
  voidInvoice(account, account.need('invoice', old._pending?.invoice ?? ''))
  return account.need('subscription', old.id)
}

interface Held {
  readonly old: Subscription
  readonly draft: Invoice
  readonly reason: PendingChange['reason']
  readonly expiresAt: number
  readonly isShown: boolean
  /** What of the change the subscription shows as pending. */
  readonly shown: Partial<NonNullable<Subscription['pending_update']>>
  readonly metadata?: Params['metadata']
}

const NOTHING_PENDING = {
  billing_cycle_anchor: null,
  cancel_at_period_end: null,
  discount: null,
  discounts: null,
  metadata: null,
  subscription_items: null,
  trial_end: null,
  trial_from_plan: null,
} as const

const checkOnce = (account: Account, ids: readonly string[]): void => {
  if (ids.some((id) => account.find('discount', id) === undefined))
    throw notBuilt('a pending change whose invoice uses up a `once` coupon', 'payment_behavior')
}

/** Takes back a change that has been made and billed, and keeps it until its invoice is paid. */
export const holdChange = (account: Account, held: Held): void => {
  const { old, draft, reason, expiresAt, isShown, shown, metadata } = held
  checkOnce(account, [...old.discounts, ...old.items.data.flatMap(({ discounts }) => discounts)])
  const changed = account.need('subscription', old.id)
  const { billing_cycle_anchor, items, status, trial_end, trial_start, _usage_from: usageFrom = {} } = changed
  account.update('subscription', {
    ...old,
    latest_invoice: draft.id,
    pending_update: { ...NOTHING_PENDING, ...shown, expires_at: expiresAt },
    _pending: {
      invoice: draft.id,
      reason,
      isShown,
      fields: { billing_cycle_anchor, items, status, trial_end, trial_start },
      metadata: metadata === undefined || metadata === '' ? null : metadata,
      usageFrom,
    },
  })
}

/** From now on the change is known to be pending. */
export const showPending = (account: Account, id: string): void => {
  const subscription = account.need('subscription', id)
  if (!subscription._pending) return
  account.update('subscription', { ...subscription, _pending: { ...subscription._pending, isShown: true } })
}

/** 23 hours, or less where a trial or a period ends before. */
const expiryOf = (old: Subscription, now: number): number =>
  Math.min(now + INCOMPLETE_SECONDS, periodEnd(old), old.status === 'trialing' ? (old.trial_end ?? now) : Infinity)

const checkMethod = (account: Account, draft: Invoice): void => {
  const method = methodFor(account, draft)
  if (method !== undefined && method.type !== 'card')
    throw invalidRequest('Pending updates need a payment method that answers at once.', { param: 'payment_behavior' })
}

const shownOf = (changed: Subscription, { items, trial_end: end, billing_cycle_anchor: anchor, metadata }: Params) => ({
  ...(items === undefined ? {} : { subscription_items: changed.items.data }),
  ...(end === undefined ? {} : { trial_end: changed.trial_end }),
  ...(anchor?.type === 'now' || end !== undefined ? { billing_cycle_anchor: changed.billing_cycle_anchor } : {}),
  ...(metadata === undefined || metadata === '' ? {} : { metadata: metadata as Stripe.Metadata }),
})

/** Lets an update wait for the payment of its invoice; gives back what is to be done when that fails. */
export const holdUpdate = (account: Account, old: Subscription, params: Params) => (draft: Invoice) => {
  checkMethod(account, draft)
  const shown = shownOf(account.need('subscription', old.id), params)
  const expiresAt = expiryOf(old, account.now)
  const { metadata } = params
  const rest = metadata === undefined ? {} : { metadata }
  holdChange(account, { old, draft, reason: 'update', expiresAt, isShown: false, shown, ...rest })
  return () => showPending(account, old.id)
}
