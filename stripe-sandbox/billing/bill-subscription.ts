import type { Account } from '../store/account.ts'
import type { Discount, Invoice, InvoiceLine, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { finalizeInvoice } from './collect-invoice.ts'
import { fallBehind } from './follow-payment.ts'
import { markUncollectible, voidInvoice } from './close-invoice.ts'
import { draftInvoice, pendingItems, takeItems } from './draft-invoice.ts'
import { couponOf, endDiscount } from './redeem-discounts.ts'
import { emptyLines, periodLines, usageLines } from './subscription-lines.ts'

/** The customer's own discount acts only where the subscription has none. */
export const discountsFor = (account: Account, subscription: Subscription): string[] => {
  if (subscription.discounts.length > 0) return subscription.discounts
  const inherited = account.find('customer', subscription.customer)?.discount?.id
  return inherited === undefined ? [] : [inherited]
}

const isSpentBy = (account: Account, discount: Discount, invoice: Invoice): boolean =>
  couponOf(account, discount)?.duration === 'once' &&
  (invoice.total_discount_amounts ?? []).some((used) => used.discount === discount.id && used.amount > 0)

/** A discount that acts once is over when an invoice has used it. */
export const spendDiscounts = (account: Account, invoice: Invoice): void => {
  const used = [...invoice.discounts, ...invoice.lines.data.flatMap(({ discounts }) => discounts)]
  for (const id of new Set(used)) {
    const discount = account.find('discount', id)
    if (discount === undefined || discount.invoice !== null || !isSpentBy(account, discount, invoice)) continue
    detachDiscount(account, discount)
    endDiscount(account, id)
  }
}

/** Takes a discount off what carries it. */
export const detachDiscount = (account: Account, discount: Discount): void => {
  const subscription = account.find('subscription', discount.subscription)
  if (subscription !== undefined) {
    const without = (ids: readonly string[]): string[] => ids.filter((id) => id !== discount.id)
    const items = subscription.items.data.map((item) => ({ ...item, discounts: without(item.discounts) }))
    account.update(
      'subscription',
      { ...subscription, discounts: without(subscription.discounts), items: { ...subscription.items, data: items } },
      'customer.subscription.updated',
    )
    return
  }
  const customer = account.find('customer', discount.customer)
  if (customer?.discount?.id === discount.id)
    account.update('customer', { ...customer, discount: null }, 'customer.updated')
}

export interface BillingOccasion {
  readonly reason: NonNullable<Invoice['billing_reason']>
  /** Lines for the items' current periods; false when only pending items and usage are billed. */
  readonly withItems: boolean
  /** The subscription as it was in the period that has just ended; for what is billed in arrears. */
  readonly before?: Subscription
  /** Metered items that have just come. */
  readonly added?: readonly SubscriptionItem[]
}

const linesOf = (account: Account, subscription: Subscription, occasion: BillingOccasion): InvoiceLine[] => {
  const { withItems, before, added = [] } = occasion
  if (withItems) return periodLines(account, subscription, before)
  const empty = added.flatMap((item) => emptyLines(account, subscription, item))
  return before === undefined ? empty : [...empty, ...usageLines(account, before)]
}

/** An unpaid subscription goes on making drafts that nobody finalises. */
const isKeptAsDraft = ({ pause_collection: pause, status }: Subscription): boolean =>
  pause?.behavior === 'keep_as_draft' || status === 'unpaid'

/** Makes the draft for a subscription's current periods and pending items, and names it the latest. */
export const billSubscription = (account: Account, subscription: Subscription, occasion: BillingOccasion): Invoice => {
  const customer = account.need('customer', subscription.customer)
  const draft = draftInvoice(account, {
    customer,
    currency: subscription.currency,
    billingReason: occasion.reason,
    collectionMethod: subscription.collection_method,
    lines: linesOf(account, subscription, occasion),
    discounts: discountsFor(account, subscription),
    period: { start: subscription.items.data[0]?.current_period_start ?? account.now, end: account.now },
    subscription,
    autoAdvance: !isKeptAsDraft(subscription),
    fields: { description: subscription.invoice_settings.description },
  })
  const full = takeItems(account, draft, pendingItems(account, customer.id, subscription.currency, subscription.id))
  const current = account.need('subscription', subscription.id)
  account.update('subscription', { ...current, latest_invoice: full.id })
  spendDiscounts(account, full)
  return closeIfPaused(account, full, subscription)
}

/** While collection is paused, new invoices end as the pause says. */
const closeIfPaused = (account: Account, invoice: Invoice, { pause_collection: pause }: Subscription): Invoice => {
  if (pause === null || pause.behavior === 'keep_as_draft') return invoice
  const open = finalizeInvoice(account, { ...invoice, auto_advance: false })
  if (open.status !== 'open') return open
  return pause.behavior === 'void' ? voidInvoice(account, open) : markUncollectible(account, open)
}

/** A sent invoice that is not paid in time. */
export const noteOverdue = (account: Account, invoice: Invoice): void => {
  const marked = account.update('invoice', { ...invoice, _is_overdue: true })
  account.emit('invoice.overdue', 'invoice', marked)
  fallBehind(account, marked)
}
