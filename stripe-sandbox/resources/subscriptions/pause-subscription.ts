import type { Stripe } from 'stripe'
import { billUsage } from '../../billing/bill-usage.ts'
import { voidInvoice } from '../../billing/close-invoice.ts'
import { pausedFor } from '../../billing/pause-rules.ts'
import { creditItems } from '../../billing/prorate-change.ts'
import { meteredItems } from '../../billing/subscription-lines.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { invalidRequest } from '../../wire/errors.ts'
import type { Call } from '../../wire/route.ts'
import { billNow } from './bill-change.ts'

type Params = Stripe.SubscriptionPauseParams

export const PAUSE_PARAMS = [
  'bill_for.outstanding_usage_through.type',
  'bill_for.unused_time_from.type',
  'invoicing_behavior',
  'type',
]

const PAUSABLE = new Set<string>(['active', 'past_due', 'unpaid'])

const obstacleOf = (subscription: Subscription): string | undefined => {
  if (!PAUSABLE.has(subscription.status)) return `is ${subscription.status}`
  if (subscription.collection_method !== 'charge_automatically') return 'does not charge automatically'
  if (subscription.billing_mode.type !== 'flexible') return 'uses the classic billing mode'
  return subscription.schedule === null ? undefined : `is attached to the schedule ${subscription.schedule}`
}

const creditFrom = (account: Account, old: Subscription, from: string): void => {
  if (from === 'none') return
  for (const item of old.items.data)
    creditItems(account, old, [item], from === 'now' ? account.now : item.current_period_start)
}

const billFor = (account: Account, old: Subscription, asked: Params['bill_for']): void => {
  creditFrom(account, old, asked?.unused_time_from?.type ?? 'now')
  if ((asked?.outstanding_usage_through?.type ?? 'now') === 'now') billUsage(account, old, meteredItems(old))
}

/** What was pending is given up with its invoice. */
const clearPending = (account: Account, subscription: Subscription): Subscription => {
  const invoice = account.find('invoice', subscription._pending?.invoice)
  if (invoice !== undefined) voidInvoice(account, invoice)
  return account.need('subscription', subscription.id)
}

/** Everything that pausing does, without its events; previews use it too. */
export const applyPause = (account: Account, id: string, params: Params, isPreview = false): Subscription => {
  const found = account.need('subscription', id)
  const obstacle = obstacleOf(found)
  if (obstacle !== undefined) throw invalidRequest(`A subscription that ${obstacle} cannot be paused.`)
  const old = clearPending(account, found)
  billFor(account, old, params.bill_for)
  const { now } = account
  const data = old.items.data.map((item) => ({ ...item, current_period_end: now }))
  account.update('subscription', {
    ...old,
    items: { ...old.items, data },
    status: 'paused',
    status_details: pausedFor('pause_requested', now),
  })
  if (params.invoicing_behavior === 'invoice') {
    billNow(account, id, { collection: { behavior: 'allow_incomplete', isLeftDraft: isPreview }, added: [] })
  }
  return old
}

/** A paused subscription makes no invoices and no new periods until it is resumed. */
export const pauseSubscription = ({ account }: Call, params: Params, id: string): Subscription => {
  const old = applyPause(account, id, params)
  account.announce('customer.subscription.updated', 'subscription', old)
  const paused = account.need('subscription', id)
  account.emit('customer.subscription.paused', 'subscription', paused)
  return paused
}
