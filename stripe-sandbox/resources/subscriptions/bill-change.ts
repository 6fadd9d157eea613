import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { chargeInvoice, finalizeInvoice } from '../../billing/collect-invoice.ts'
import { fallBehind } from '../../billing/follow-payment.ts'
import { addInterval } from '../../billing/period-rules.ts'
import { creditItems } from '../../billing/prorate-change.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { notBuilt } from '../../wire/errors.ts'

type Params = Stripe.SubscriptionUpdateParams

/** How the invoice of a change is collected. Previews only want its draft. */
export interface Collection {
  readonly behavior: Params['payment_behavior']
  readonly isPreview: boolean
}

/** `default_incomplete` waits for the payment as past due; `error_if_incomplete` takes everything back. */
const collect = (account: Account, draft: Invoice, { behavior, isPreview }: Collection): void => {
  if (draft.status !== 'draft' || isPreview) return
  const open = finalizeInvoice(account, draft)
  if (open.status !== 'open' || open.collection_method === 'send_invoice') return
  if (behavior === 'default_incomplete') {
    fallBehind(account, open)
    return
  }
  const { refusal } = chargeInvoice(account, open)
  if (refusal !== undefined && behavior === 'error_if_incomplete') throw refusal
}

/** Bills what is pending at once. */
export const billNow = (account: Account, id: string, collection: Collection): void => {
  const subscription = account.need('subscription', id)
  collect(
    account,
    billSubscription(account, subscription, { reason: 'subscription_update', withItems: false }),
    collection,
  )
}

const rhythm = ({ price }: SubscriptionItem): string =>
  `${price.recurring?.interval_count} ${price.recurring?.interval}`

export const hasOtherRhythm = (before: Subscription, after: readonly SubscriptionItem[]): boolean => {
  const [old, fresh] = [before.items.data[0], after[0]]
  return old !== undefined && fresh !== undefined && rhythm(old) !== rhythm(fresh)
}

const restarted = (item: SubscriptionItem, now: number): SubscriptionItem => {
  if (item.price.recurring === null) return item
  return { ...item, current_period_start: now, current_period_end: addInterval(now, item.price.recurring) }
}

interface Restart {
  /** The time from which the old items are credited; null when nothing is. */
  readonly creditFrom: number | null
  readonly collection: Collection
}

/** A new cycle begins now: what is unused of the old one is credited, whole new periods are billed at once. */
export const restartCycle = (account: Account, old: Subscription, { creditFrom, collection }: Restart): void => {
  if (old.status !== 'active') throw notBuilt(`starting a new cycle of a subscription that is ${old.status}`, 'items')
  if (old.schedule !== null) throw notBuilt('starting a new cycle of a subscription with a schedule', 'items')
  if (creditFrom !== null) creditItems(account, old, old.items.data, creditFrom)
  const current = account.need('subscription', old.id)
  const data = current.items.data.map((item) => restarted(item, account.now))
  const fresh = account.update('subscription', {
    ...current,
    billing_cycle_anchor: account.now,
    items: { ...current.items, data },
  })
  collect(account, billSubscription(account, fresh, { reason: 'subscription_update', withItems: true }), collection)
}
