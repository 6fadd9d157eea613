import type { Account } from '../store/account.ts'
import type { InvoiceItem, InvoiceLine, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import type { Span } from './proration-rules.ts'

/** What was last charged for an item, net of discounts, and for which time. */
export interface Debit {
  readonly amount: number
  readonly period: Span
  /** The rates it was taxed by; unknown while no invoice has taken it. */
  readonly taxRates: readonly string[] | undefined
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

const EXEMPT = new Set<string>(['customer_exempt', 'reverse_charge'])

/** The rates of a line that is to be given back; whether an exemption that came or went meanwhile matters is not known. */
const ratesOf = (account: Account, { taxes }: InvoiceLine, { customer }: Subscription): string[] => {
  const isExempt = (account.find('customer', customer)?.tax_exempt ?? 'none') !== 'none'
  return (taxes ?? []).flatMap(({ tax_rate_details: details, taxability_reason: reason }) => {
    if (EXEMPT.has(reason) !== isExempt)
      throw notBuilt("prorating after the customer's tax exemption has changed", 'items')
    return details?.tax_rate ?? []
  })
}

const regularDebit = (account: Account, subscription: Subscription, item: SubscriptionItem): Debit | undefined => {
  for (const invoice of account.all('invoice').newest([{ index: 'subscription', value: subscription.id }])) {
    const line = invoice.lines.data.find((one) => isRegular(one, item))
    if (line === undefined) continue
    if (invoice.status === 'void' && netOf(line) > 0)
      throw notBuilt('prorating what a voided invoice had charged', 'items')
    return { amount: netOf(line), period: line.period, taxRates: ratesOf(account, line, subscription) }
  }
  return undefined
}

/** The line that billed a proration; undefined while it is pending. */
const lineOf = (account: Account, item: InvoiceItem): InvoiceLine | undefined =>
  account
    .find('invoice', item.invoice)
    ?.lines.data.find(({ parent }) => parent?.subscription_item_details?.invoice_item === item.id)

/**
 * Flexible billing credits what was really debited. The last proration of the running period counts; after a credit
 * without a new debit nothing is left to give back.
 */
export const lastDebit = (account: Account, subscription: Subscription, item: SubscriptionItem): Debit | undefined => {
  const last = prorationsOf(account, subscription, item).at(-1)
  if (last === undefined) return regularDebit(account, subscription, item)
  if (last.amount <= 0) return undefined
  const line = lineOf(account, last)
  const taxRates = line === undefined ? undefined : ratesOf(account, line, subscription)
  return { amount: last.amount, period: last.period, taxRates }
}
