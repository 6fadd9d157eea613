import type { Stripe } from 'stripe'
import { checkQuantity } from '../../billing/price-quantity.ts'
import { redeemDiscounts } from '../../billing/redeem-discounts.ts'
import type { Account } from '../../store/account.ts'
import type { Subscription, SubscriptionItem } from '../../store/kinds.ts'
import { invalidRequest, noSuch } from '../../wire/errors.ts'
import { mergeMetadata } from '../metadata.ts'
import { chooseRates } from '../tax-rates/choose-rates.ts'
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
    if (old === undefined)
      items.push(withDiscounts(account, { subscription, item: newItem(account, subscription, change) }, change))
    else if (change.deleted) {
      withDiscounts(account, { subscription, item: old }, { discounts: '' })
      items = items.filter(({ id }) => id !== old.id)
    } else {
      const item = withDiscounts(account, { subscription, item: changed(account, old, change) }, change)
      items = items.map((one) => (one.id === old.id ? item : one))
    }
  }
  if (items.length === 0) throw invalidRequest('A subscription must have at least one active plan.', { param: 'items' })
  checkAlike(items.map(({ price }) => price))
  return items
}

/** An item's own list, like the subscription's: not sent stays, `''` clears, a list replaces. */
const withDiscounts = (
  account: Account,
  { subscription, item }: { readonly subscription: Subscription; readonly item: SubscriptionItem },
  { discounts }: Pick<ItemChange, 'discounts'>,
): SubscriptionItem => {
  const { customer, currency, id } = subscription
  const target = { customer, currency, subscription: id, subscriptionItem: item.id }
  return { ...item, discounts: redeemDiscounts(account, discounts, target, item.discounts) }
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
  if (change.quantity !== undefined) checkQuantity(account, price, change.quantity)
  return {
    ...item,
    metadata: mergeMetadata(item.metadata, change.metadata),
    price,
    plan: planOf(price),
    quantity: change.quantity ?? item.quantity ?? 1,
    tax_rates: chooseRates(account, change.tax_rates, { param: 'items[0][tax_rates]', before: item.tax_rates }),
  }
}
