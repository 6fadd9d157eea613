import type { Stripe } from 'stripe'
import { checkQuantity } from '../../billing/price-quantity.ts'
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
