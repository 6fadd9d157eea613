import type { Stripe } from 'stripe'
import { billSubscription } from '../../billing/bill-subscription.ts'
import { chargeInvoice, finalizeInvoice } from '../../billing/collect-invoice.ts'
import { pendingItems } from '../../billing/draft-invoice.ts'
import { fallBehind } from '../../billing/follow-payment.ts'
import { addInterval } from '../../billing/period-rules.ts'
import { creditItems } from '../../billing/prorate-change.ts'
import type { Account } from '../../store/account.ts'
import type { Invoice, Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { notBuilt } from '../../wire/errors.ts'

type Params = Stripe.SubscriptionUpdateParams

/** How the invoice of a change is collected. Previews and schedules leave its draft. */
export interface Collection {
  readonly behavior: Params['payment_behavior']
  readonly isLeftDraft: boolean
  /** Takes the change back until the invoice is paid; what it returns is to be done when payment has failed. */
  readonly hold?: (draft: Invoice) => () => void
}

/** What a change within the period bills beside what is pending. */
interface Addition {
  readonly collection: Collection
  /** New metered items; classic mode shows each as a line of nothing. */
  readonly added: readonly SubscriptionItem[]
}

/** `default_incomplete` waits for the payment as past due; `error_if_incomplete` takes everything back. */
const collect = (account: Account, draft: Invoice, { behavior, isLeftDraft, hold }: Collection): void => {
  if (draft.status !== 'draft' || isLeftDraft) return
  const onFailure = hold?.(draft)
  const open = finalizeInvoice(account, draft)
  if (open.status !== 'open' || open.collection_method === 'send_invoice') return
  if (behavior === 'default_incomplete') {
    fallBehind(account, open)
    return
  }
  const { refusal } = chargeInvoice(account, open)
  if (refusal === undefined) return
  if (behavior === 'error_if_incomplete') throw refusal
  onFailure?.()
}

/** Classic mode makes an invoice of a change even where it has nothing to bill. */
const isEmpty = (account: Account, { billing_mode: mode, customer, currency, id }: Subscription): boolean =>
  mode.type === 'flexible' && pendingItems(account, customer, currency, id).length === 0

/** Bills what is pending at once. */
export const billNow = (account: Account, id: string, { collection, added }: Addition): void => {
  const subscription = account.need('subscription', id)
  if (isEmpty(account, subscription)) return
  const occasion = { reason: 'subscription_update', withItems: false, added } as const
  collect(account, billSubscription(account, subscription, occasion), collection)
}

const rhythm = ({ price }: SubscriptionItem): string =>
  `${price.recurring?.interval_count} ${price.recurring?.interval}`

export const hasOtherRhythm = (before: Subscription, after: readonly SubscriptionItem[]): boolean => {
  const [old, fresh] = [before.items.data[0], after[0]]
  return old !== undefined && fresh !== undefined && rhythm(old) !== rhythm(fresh)
}

interface Restart {
  /** The time from which the old items are credited; null when nothing is. */
  readonly creditFrom: number | null
  readonly collection: Collection
  /** The end of the trial with which the new cycle begins. */
  readonly trialEnd?: number
}

const restarted = (item: SubscriptionItem, now: number, end: number | undefined): SubscriptionItem => {
  if (item.price.recurring === null) return item
  return { ...item, current_period_start: now, current_period_end: end ?? addInterval(now, item.price.recurring) }
}

/** Classic subscriptions keep the start of their first trial, flexible ones tell that of the latest. */
const trialFields = (subscription: Subscription, now: number, end: number): Partial<Subscription> => ({
  status: 'trialing',
  trial_end: end,
  trial_start: subscription.billing_mode.type === 'classic' ? (subscription.trial_start ?? now) : now,
})

/** What was billed and not paid is credited like the rest: only credits that are deferred wait for a payment. */
const canRestart = ({ status }: Subscription, { hold }: Collection): boolean =>
  status === 'active' || (status === 'past_due' && hold === undefined)

/**
 * A new cycle begins now: what is unused of the old one is credited, what was used is billed, and so are whole new
 * periods, or a trial.
 */
export const restartCycle = (account: Account, old: Subscription, restart: Restart): void => {
  const { creditFrom, collection, trialEnd } = restart
  if (!canRestart(old, collection))
    throw notBuilt(`starting a new cycle of a subscription that is ${old.status}`, 'items')
  if (creditFrom !== null) creditItems(account, old, old.items.data, creditFrom)
  const { now } = account
  const current = account.need('subscription', old.id)
  const data = current.items.data.map((item) => restarted(item, now, trialEnd))
  const fresh = account.update('subscription', {
    ...current,
    ...(trialEnd === undefined ? {} : trialFields(current, now, trialEnd)),
    billing_cycle_anchor: trialEnd ?? now,
    items: { ...current.items, data },
  })
  const occasion = { reason: 'subscription_update', withItems: true, before: old } as const
  collect(account, billSubscription(account, fresh, occasion), collection)
}
