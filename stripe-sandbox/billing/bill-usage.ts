import type { Account } from '../store/account.ts'
import type { Subscription, SubscriptionItem } from '../store/kinds.ts'
import { productName } from './invoice-lines.ts'
import { usageIn } from './meter-usage.ts'
import { amountFor } from './price-quantity.ts'
import { usageSpan } from './subscription-lines.ts'

/** Makes a pending item of what some metered items have used so far; where nothing was used there is none. */
export const billUsage = (account: Account, subscription: Subscription, items: readonly SubscriptionItem[]): void => {
  for (const item of items) billItem(account, subscription, item)
}

const billItem = (account: Account, subscription: Subscription, item: SubscriptionItem): void => {
  const { price } = item
  const period = usageSpan(account, subscription, item)
  const quantity = usageIn(account, price.recurring?.meter ?? '', subscription.customer, period)
  if (quantity === 0) return
  account.create(
    'invoiceitem',
    {
      id: account.ids.next('invoiceitem'),
      object: 'invoiceitem',
      amount: amountFor(account, price, quantity),
      currency: subscription.currency,
      customer: subscription.customer,
      customer_account: null,
      date: account.now,
      description: `${quantity} × ${productName(account, price)}`,
      discountable: true,
      discounts: [...item.discounts],
      invoice: null,
      livemode: false,
      metadata: {},
      parent: {
        subscription_details: { subscription: subscription.id, subscription_item: item.id },
        type: 'subscription_details',
      },
      period,
      pricing: {
        price_details: { price: price.id, product: price.product },
        type: 'price_details',
        unit_amount_decimal: price.unit_amount_decimal,
      },
      proration: false,
      quantity,
      quantity_decimal: String(quantity),
      tax_rates: [...(item.tax_rates ?? [])],
      test_clock: null,
      _subscription_item: item.id,
    },
    'invoiceitem.created',
  )
}
