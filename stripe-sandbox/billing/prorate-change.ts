import type { Account } from '../store/account.ts'
import type { InvoiceItem, Price, Subscription, SubscriptionItem } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import { lastDebit } from './debited-amount.ts'
import { productName } from './invoice-lines.ts'
import { netPrice } from './net-price.ts'
import { isMetered } from './price-quantity.ts'
import { remainingCharge, type Span, unusedCredit } from './proration-rules.ts'

const spanOf = (item: SubscriptionItem): Span => ({ start: item.current_period_start, end: item.current_period_end })

type Credit = Pick<Proration, 'amount' | 'taxRates'>

const creditOf = (account: Account, subscription: Subscription, item: SubscriptionItem, at: number): Credit => {
  if (subscription.billing_mode.type === 'classic')
    return { amount: unusedCredit(netPrice(account, subscription, item), spanOf(item), at) }
  const debit = lastDebit(account, subscription, item)
  if (debit === undefined) return { amount: 0 }
  if (at < debit.period.start)
    throw notBuilt('a proration_date before an earlier proration of the same period', 'proration_date')
  return { amount: unusedCredit(debit.amount, debit.period, at), taxRates: debit.taxRates }
}

const dayText = (at: number): string =>
  new Date(at * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

interface Proration {
  readonly subscription: Subscription
  readonly item: SubscriptionItem
  readonly amount: number
  readonly at: number
  /** The rates of what is given back; the item's own unless known. */
  readonly taxRates?: readonly string[] | undefined
}

const ratesField = (
  account: Account,
  { item, taxRates }: Proration,
): Pick<InvoiceItem, '_is_untaxed' | 'tax_rates'> => {
  if (taxRates === undefined) return { tax_rates: item.tax_rates }
  if (taxRates.length === 0) return { tax_rates: [], _is_untaxed: true }
  return { tax_rates: taxRates.map((id) => account.need('tax_rate', id)) }
}

const addItem = (account: Account, proration: Proration): void => {
  const { subscription, item, amount, at } = proration
  if (amount === 0) return
  const what = amount < 0 ? 'Unused' : 'Remaining'
  const price: Price = item.price
  account.create(
    'invoiceitem',
    {
      id: account.ids.next('invoiceitem'),
      object: 'invoiceitem',
      amount,
      currency: subscription.currency,
      customer: subscription.customer,
      customer_account: null,
      date: at,
      description: `${what} time on ${item.quantity === 1 ? '' : `${item.quantity} × `}${productName(account, price)} after ${dayText(at)}`,
      discountable: false,
      discounts: [],
      invoice: null,
      livemode: false,
      metadata: {},
      parent: {
        subscription_details: { subscription: subscription.id, subscription_item: item.id },
        type: 'subscription_details',
      },
      period: { start: at, end: item.current_period_end },
      pricing: {
        price_details: { price: price.id, product: price.product },
        type: 'price_details',
        unit_amount_decimal: price.unit_amount_decimal,
      },
      proration: true,
      quantity: item.quantity ?? 1,
      quantity_decimal: String(item.quantity ?? 1),
      ...ratesField(account, proration),
      test_clock: null,
      _subscription_item: item.id,
    },
    'invoiceitem.created',
  )
}

const isSameCharge = (a: SubscriptionItem | undefined, b: SubscriptionItem): boolean =>
  a !== undefined && a.price.id === b.price.id && a.quantity === b.quantity

/** The items of one state that the other does not charge for in the same way. */
const changedFrom = (from: Subscription, to: Subscription): SubscriptionItem[] =>
  from.items.data.filter(
    (item) =>
      !isSameCharge(
        to.items.data.find(({ id }) => id === item.id),
        item,
      ),
  )

/** Usage is not prorated: it is billed for what it was. */
const licensed = (items: readonly SubscriptionItem[]): SubscriptionItem[] =>
  items.filter(({ price }) => !isMetered(price))

/** Charges what remains of the period for some items, as pending items. */
export const chargeItems = (
  account: Account,
  subscription: Subscription,
  items: readonly SubscriptionItem[],
  at: number,
): void => {
  for (const item of licensed(items)) {
    const amount = remainingCharge(netPrice(account, subscription, item), spanOf(item), at)
    addItem(account, { subscription, item, amount, at })
  }
}

/** Credits what is unused of some items, as pending items. */
export const creditItems = (
  account: Account,
  subscription: Subscription,
  items: readonly SubscriptionItem[],
  at: number,
): void => {
  for (const item of licensed(items))
    addItem(account, { subscription, item, ...creditOf(account, subscription, item, at), at })
}

/** Credits what is unused of the items before and charges what remains of those after, as pending items. */
export const prorateChange = (account: Account, before: Subscription, after: Subscription, at: number): void => {
  creditItems(account, before, changedFrom(before, after), at)
  chargeItems(account, after, changedFrom(after, before), at)
}
