import type { Stripe } from 'stripe'
import { billUsage } from '../../billing/bill-usage.ts'
import { chargeInvoice, finalizeInvoice } from '../../billing/collect-invoice.ts'
import { addInterval } from '../../billing/period-rules.ts'
import { isFree, isMetered } from '../../billing/price-quantity.ts'
import { prorateChange } from '../../billing/prorate-change.ts'
import { renewSubscription } from '../../billing/renew-subscription.ts'
import { meteredItems } from '../../billing/subscription-lines.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { billNow, type Collection, hasOtherRhythm, restartCycle } from './bill-change.ts'
import { changeItems } from './change-items.ts'

type Params = Stripe.SubscriptionUpdateParams

const notInFuture = () =>
  invalidRequest('Invalid timestamp: must be an integer Unix timestamp in the future.', { param: 'trial_end' })

/** The end of a trial that an update starts on a subscription that has none. */
const newTrialEnd = (account: Account, old: Subscription, end: Params['trial_end']): number | undefined => {
  if (end === undefined || old.status === 'trialing') return undefined
  if (end === 'now') throw notBuilt('ending a trial of a subscription that is not in one', 'trial_end')
  if (end <= account.now) throw notInFuture()
  if (end > addInterval(old.billing_cycle_anchor, { interval: 'year', interval_count: 2 }))
    throw invalidRequest('A trial can end at most two years after the billing cycle anchor.', { param: 'trial_end' })
  return end
}

/** The time that prorations count from: now, or a time in the running period. */
const prorationTime = (account: Account, old: Subscription, asked: number | undefined): number => {
  if (asked === undefined) return account.now
  const [item] = old.items.data
  if (item !== undefined && (asked < item.current_period_start || asked > item.current_period_end))
    throw invalidRequest('The proration date must lie in the current billing period.', { param: 'proration_date' })
  return asked
}

/**
 * From free to paid: classic mode starts a new cycle. Flexible mode keeps the anchor, but whether it bills the rest of the
 * period at once is not documented, so the caller has to say so.
 */
const becomesPaid = (account: Account, old: Subscription, params: Params): boolean => {
  const fresh = account.need('subscription', old.id).items.data
  const isPaidNow =
    old.items.data.every(({ price }) => isFree(account, price)) && !fresh.every((i) => isFree(account, i.price))
  if (!isPaidNow || old.status !== 'active') return false
  if (old.billing_mode.type === 'classic') return true
  if ((params.proration_behavior ?? 'create_prorations') === 'create_prorations')
    throw notBuilt('going from free to paid in flexible billing mode with create_prorations', 'proration_behavior')
  return false
}

const checkNotPaused = ({ status }: Subscription, { items, billing_cycle_anchor: anchor, trial_end: end }: Params) => {
  if (status === 'paused' && (items ?? anchor ?? end) !== undefined)
    throw notBuilt('changing what a paused subscription bills', 'items')
}

const isRestarted = (account: Account, old: Subscription, params: Params): boolean =>
  params.billing_cycle_anchor?.type === 'now' ||
  hasOtherRhythm(old, account.need('subscription', old.id).items.data) ||
  becomesPaid(account, old, params)

const isSamePrice = (a: SubscriptionItem, b: SubscriptionItem): boolean => a.id === b.id && a.price.id === b.price.id

/** Metered items that the other state does not have at the same price. */
const meteredOnlyIn = (one: Subscription, other: Subscription): SubscriptionItem[] =>
  meteredItems(one).filter((item) => !other.items.data.some((there) => isSamePrice(item, there)))

/** The usage of an item that comes in the middle of a period counts from then on. */
const countFromNow = (account: Account, old: Subscription, after: Subscription): Subscription => {
  const fresh = meteredOnlyIn(after, old).map(({ id }) => [id, account.now] as const)
  if (fresh.length === 0) return after
  return account.update('subscription', {
    ...after,
    _usage_from: { ...after._usage_from, ...Object.fromEntries(fresh) },
  })
}

const UNBILLED = new Set<string>(['incomplete', 'trialing'])

/** Flexible mode bills what an item that goes was used for; classic mode forgets it. */
const prorateItems = (account: Account, old: Subscription, after: Subscription, at: number): void => {
  prorateChange(account, old, after, at)
  if (old.billing_mode.type === 'flexible') billUsage(account, old, meteredOnlyIn(old, after))
}

/** Prorates other items as asked, in the period that runs. */
export const changeWithinPeriod = (
  account: Account,
  old: Subscription,
  params: Params,
  collection: Collection,
): void => {
  const after = countFromNow(account, old, account.need('subscription', old.id))
  if (params.items === undefined || params.proration_behavior === 'none' || UNBILLED.has(old.status)) return
  prorateItems(account, old, after, prorationTime(account, old, params.proration_date))
  if (params.proration_behavior !== 'always_invoice') return
  billNow(account, old.id, { collection, added: meteredOnlyIn(after, old) })
}

/** Changes items, prorating as asked; a new anchor, rhythm or trial starts a new cycle at once. */
export const changeBilling = (account: Account, old: Subscription, params: Params, collection: Collection): void => {
  checkNotPaused(old, params)
  const trialEnd = newTrialEnd(account, old, params.trial_end)
  if (trialEnd !== undefined && params.billing_cycle_anchor?.type === 'now')
    throw notBuilt('a trial together with a new anchor', 'billing_cycle_anchor')
  const before = account.need('subscription', old.id)
  const data = params.items === undefined ? before.items.data : changeItems(account, before, params.items)
  account.update('subscription', { ...before, items: { ...before.items, data } })
  if (trialEnd === undefined && !isRestarted(account, old, params)) {
    changeWithinPeriod(account, old, params, collection)
    return
  }
  const creditFrom = params.proration_behavior === 'none' ? null : prorationTime(account, old, params.proration_date)
  if (old.schedule !== null) throw notBuilt('starting a new cycle of a subscription with a schedule', 'items')
  restartCycle(account, old, { creditFrom, collection, ...(trialEnd === undefined ? {} : { trialEnd }) })
}

/** Finalises and charges a subscription's latest draft at once instead of in an hour. */
const collectLatest = (account: Account, id: string): void => {
  const invoice = account.find('invoice', account.need('subscription', id).latest_invoice)
  if (invoice?.status !== 'draft' || invoice.collection_method === 'send_invoice') return
  const open = finalizeInvoice(account, invoice)
  if (open.status === 'open') chargeInvoice(account, open)
}

/** Ending a running trial now starts the first paid period now; moving its end moves the period's end. */
export const moveTrial = (account: Account, old: Subscription, params: Params, { isLeftDraft }: Collection): void => {
  const { trial_end: end } = params
  if (end === undefined || old.status !== 'trialing') return
  const at = end === 'now' ? account.now : end
  if (at < account.now) throw notInFuture()
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
  if (!isLeftDraft) collectLatest(account, old.id)
}

/** Usage cannot be divided, so an end in the middle of its period is not documented for it. */
export const checkMeteredEnd = ({ items, cancel_at: at }: Pick<Subscription, 'cancel_at' | 'items'>): void => {
  if (at === null) return
  if (items.data.some((item) => isMetered(item.price) && item.current_period_end !== at))
    throw notBuilt('ending a subscription with metered prices at another time than the end of its period', 'cancel_at')
}
