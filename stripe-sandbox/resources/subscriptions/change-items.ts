import type { Stripe } from 'stripe'
import { lineAmount } from '../../billing/amount-rules.ts'
import { discountsFor } from '../../billing/bill-subscription.ts'
import { discountLines } from '../../billing/discount-rules.ts'
import { productName } from '../../billing/invoice-lines.ts'
import { remainingCharge, unusedCredit } from '../../billing/proration-rules.ts'
import { activeDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Price, Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { invalidRequest, noSuch } from '../../wire/errors.ts'
import { mergeMetadata } from '../metadata.ts'
import { checkAlike, itemOf, itemPrice, planOf } from './subscription-items.ts'

export type ItemChange = Stripe.SubscriptionUpdateParams.Item

/** The items after a change: named ones are altered or deleted, unnamed ones are new, others stay. */
export const changeItems = (
  account: Account,
  subscription: Subscription,
  changes: readonly ItemChange[],
): SubscriptionItem[] => {
  let items = [...subscription.items.data]
  for (const change of changes) {
    const old = items.find(({ id }) => id === change.id)
    if (change.id !== undefined && old === undefined) throw noSuch('subscription_item', change.id, 'items[0][id]')
    if (old === undefined) items.push(newItem(account, subscription, change))
    else if (change.deleted) items = items.filter(({ id }) => id !== old.id)
    else items = items.map((item) => (item.id === old.id ? changed(account, item, change) : item))
  }
  if (items.length === 0) throw invalidRequest('A subscription must have at least one active plan.', { param: 'items' })
  checkAlike(items.map(({ price }) => price))
  return items
}

const newItem = (account: Account, subscription: Subscription, change: ItemChange): SubscriptionItem => {
  const first = subscription.items.data[0]
  return itemOf(account, change, {
    subscription: subscription.id,
    start: first?.current_period_start ?? account.now,
    end: first?.current_period_end ?? account.now,
  })
}

const changed = (account: Account, item: SubscriptionItem, change: ItemChange): SubscriptionItem => {
  const isPriced = change.price !== undefined || change.price_data !== undefined
  const price = isPriced ? itemPrice(account, change) : item.price
  return {
    ...item,
    metadata: mergeMetadata(item.metadata, change.metadata),
    price,
    plan: planOf(price),
    quantity: change.quantity ?? item.quantity ?? 1,
  }
}

/** An item's price for a whole period after the percent discounts that act on it. */
const netPrice = (account: Account, subscription: Subscription, item: SubscriptionItem): number => {
  const amount = lineAmount(item.price.unit_amount_decimal ?? '0', item.quantity ?? 1)
  const percents = activeDiscounts(
    account,
    [...item.discounts, ...discountsFor(account, subscription)],
    subscription.currency,
  )
  const line = { amount, isDiscountable: true, product: item.price.product, discounts: [] }
  const [taken = []] = discountLines(
    [line],
    percents.filter(({ percentOff }) => percentOff !== null),
  )
  return amount - taken.reduce((sum, one) => sum + one.amount, 0)
}

const dayText = (at: number): string =>
  new Date(at * 1000).toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

interface Proration {
  readonly subscription: Subscription
  readonly item: SubscriptionItem
  readonly amount: number
  readonly at: number
}

const prorate = (account: Account, { subscription, item, amount, at }: Proration): void => {
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
      tax_rates: [],
      test_clock: null,
      _subscription_item: item.id,
    },
    'invoiceitem.created',
  )
}

const isSameCharge = (a: SubscriptionItem | undefined, b: SubscriptionItem): boolean =>
  a !== undefined && a.price.id === b.price.id && a.quantity === b.quantity

/** Credits what is unused of the items before and charges what remains of those after, as pending items. */
export const prorateChange = (account: Account, before: Subscription, after: Subscription, at: number): void => {
  const spanOf = (item: SubscriptionItem) => ({ start: item.current_period_start, end: item.current_period_end })
  for (const old of before.items.data) {
    if (
      isSameCharge(
        after.items.data.find(({ id }) => id === old.id),
        old,
      )
    )
      continue
    prorate(account, {
      subscription: before,
      item: old,
      amount: unusedCredit(netPrice(account, before, old), spanOf(old), at),
      at,
    })
  }
  for (const fresh of after.items.data) {
    if (
      isSameCharge(
        before.items.data.find(({ id }) => id === fresh.id),
        fresh,
      )
    )
      continue
    prorate(account, {
      subscription: after,
      item: fresh,
      amount: remainingCharge(netPrice(account, after, fresh), spanOf(fresh), at),
      at,
    })
  }
}
