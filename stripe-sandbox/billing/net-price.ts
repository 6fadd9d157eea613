import type { Account } from '../store/account.ts'
import type { Subscription, SubscriptionItem } from '../store/kinds.ts'
import { notBuilt } from '../wire/errors.ts'
import { discountsFor } from './bill-subscription.ts'
import { type ActiveDiscount, discountLines, type DiscountableLine } from './discount-rules.ts'
import { amountFor, isMetered } from './price-quantity.ts'
import { activeDiscounts, couponOf } from './redeem-discounts.ts'

const checkSpent = (account: Account, ids: readonly string[]): void => {
  for (const id of ids) {
    const discount = account.find('discount', id)
    if (discount && couponOf(account, discount)?.duration === 'once')
      throw notBuilt('prorating under a `once` coupon that no invoice has used yet', 'items')
  }
}

/**
 * Classic mode spreads a fixed discount evenly. Where even shares would break a cent, exceed an item or leave some items
 * out, what Stripe does is not documented.
 */
const evenly = (discount: ActiveDiscount, lines: readonly DiscountableLine[]): DiscountableLine[] => {
  const share = (discount.amountOff ?? 0) / lines.length
  const isPlain =
    Number.isInteger(share) && discount.products.length === 0 && lines.every(({ amount }) => amount >= share)
  if (!isPlain)
    throw notBuilt('prorating a fixed discount that does not part evenly over items in classic billing mode', 'items')
  return lines.map((line) => ({
    ...line,
    discounts: [...line.discounts, { ...discount, amountOff: share }],
  }))
}

/** Fixed discounts of the whole become shares of its lines, in the place that they have in the order. */
const withEvenShares = (
  lines: readonly DiscountableLine[],
  shared: readonly ActiveDiscount[],
): readonly DiscountableLine[] =>
  shared.reduce<readonly DiscountableLine[]>(
    (before, discount) =>
      discount.amountOff === null
        ? before.map((line) => ({ ...line, discounts: [...line.discounts, discount] }))
        : evenly(discount, before),
    lines,
  )

const takenFrom = (subscription: Subscription, lines: DiscountableLine[], shared: ActiveDiscount[]) => {
  const isEven = subscription.billing_mode.type === 'classic' && lines.length > 1
  return isEven ? discountLines(withEvenShares(lines, shared), []) : discountLines(lines, shared)
}

/** An item's price for a whole period after the discounts that act on it; fixed ones are spread over all items. */
export const netPrice = (account: Account, subscription: Subscription, item: SubscriptionItem): number => {
  const { currency } = subscription
  const items = subscription.items.data.filter(({ price }) => !isMetered(price))
  const shared = discountsFor(account, subscription)
  checkSpent(account, [...shared, ...items.flatMap(({ discounts }) => discounts)])
  const lines = items.map((one) => ({
    amount: amountFor(account, one.price, one.quantity ?? 1),
    isDiscountable: true,
    product: one.price.product,
    discounts: activeDiscounts(account, one.discounts, currency),
  }))
  const at = items.findIndex(({ id }) => id === item.id)
  const taken = takenFrom(subscription, lines, activeDiscounts(account, shared, currency))[at] ?? []
  return (lines[at]?.amount ?? 0) - taken.reduce((sum, one) => sum + one.amount, 0)
}
