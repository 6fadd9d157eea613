import type { Account } from '../store/account.ts'
import type { InvoiceItem, InvoiceLine, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import type { Span } from './proration-rules.ts'

/** What was last charged for an item, net of discounts, and for which time. */
export interface Debit {
  readonly amount: number
  readonly period: Span
}

const prorationsOf = (account: Account, subscription: Subscription, item: SubscriptionItem): InvoiceItem[] =>
  [...account.all('invoiceitem').oldest([{ index: 'customer', value: subscription.customer }])].filter(
    (one) => one.proration && one._subscription_item === item.id && one.period.end === item.current_period_end,
  )

const isRegular = (line: InvoiceLine, item: SubscriptionItem): boolean => {
  const details = line.parent?.subscription_item_details
  return details?.subscription_item === item.id && !details.proration && line.period.end === item.current_period_end
}

const netOf = ({ amount, discount_amounts: taken }: InvoiceLine): number =>
  amount - (taken ?? []).reduce((sum, one) => sum + one.amount, 0)

const regularDebit = (account: Account, subscription: Subscription, item: SubscriptionItem): Debit | undefined => {
  for (const invoice of account.all('invoice').newest([{ index: 'subscription', value: subscription.id }])) {
    const line = invoice.lines.data.find((one) => isRegular(one, item))
    if (line === undefined) continue
    if (invoice.status === 'void' && netOf(line) > 0)
      throw notBuilt('prorating what a voided invoice had charged', 'items')
    return { amount: netOf(line), period: line.period }
  }
  return undefined
}

/**
 * Flexible billing credits what was really debited. The last proration of the running period counts; after a credit
 * without a new debit nothing is left to give back.
 */
export const lastDebit = (account: Account, subscription: Subscription, item: SubscriptionItem): Debit | undefined => {
  const last = prorationsOf(account, subscription, item).at(-1)
  if (last === undefined) return regularDebit(account, subscription, item)
  return last.amount > 0 ? { amount: last.amount, period: last.period } : undefined
}
