import type { Account } from '../store/account.ts'
import type { InvoiceLine, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { itemLine } from './invoice-lines.ts'
import { isMetered } from './price-quantity.ts'
import type { Span } from './proration-rules.ts'

/** The time whose usage an item owes: since its period began or since the item came, until the period's end or now. */
export const usageSpan = (account: Account, { _usage_from: from }: Subscription, item: SubscriptionItem): Span => {
  const { id, current_period_start: start, current_period_end: end } = item
  return { start: Math.max(start, from?.[id] ?? 0), end: Math.max(start, Math.min(end, account.now)) }
}

export const meteredItems = ({ items }: Subscription): SubscriptionItem[] =>
  items.data.filter(({ price }) => isMetered(price))

const usageLine = (account: Account, subscription: Subscription, item: SubscriptionItem): InvoiceLine =>
  itemLine(account, subscription, item, usageSpan(account, subscription, item))

/** Classic mode shows an item without usage yet as a line of nothing; flexible mode leaves it out. */
export const emptyLines = (account: Account, subscription: Subscription, item: SubscriptionItem): InvoiceLine[] => {
  if (subscription.billing_mode.type !== 'classic') return []
  const { current_period_start: start, current_period_end: end } = item
  return [{ ...itemLine(account, subscription, item, { start, end: start }), period: { start, end } }]
}

const licensedLine = (account: Account, subscription: Subscription, item: SubscriptionItem): InvoiceLine =>
  itemLine(account, subscription, item, { start: item.current_period_start, end: item.current_period_end })

/** The usage of a subscription as it was in the period that has ended or is cut short now. */
export const usageLines = (account: Account, subscription: Subscription): InvoiceLine[] =>
  meteredItems(subscription).map((item) => usageLine(account, subscription, item))

/**
 * Licensed items are billed ahead for the periods that they have now; metered ones for what they had in the subscription
 * as it was before, which a first invoice does not have.
 */
export const periodLines = (account: Account, now: Subscription, before: Subscription | undefined): InvoiceLine[] => {
  const owing = new Map((before === undefined ? [] : meteredItems(before)).map((item) => [item.id, item]))
  const lineOfUsage = (item: SubscriptionItem): InvoiceLine[] => {
    const owed = owing.get(item.id)
    owing.delete(item.id)
    return owed === undefined || before === undefined ? [] : [usageLine(account, before, owed)]
  }
  const lines = now.items.data.flatMap((item) => {
    const used = lineOfUsage(item)
    if (!isMetered(item.price)) return [...used, licensedLine(account, now, item)]
    return used.length > 0 ? used : emptyLines(account, now, item)
  })
  return [...lines, ...[...owing.values()].flatMap((item) => lineOfUsage(item))]
}
