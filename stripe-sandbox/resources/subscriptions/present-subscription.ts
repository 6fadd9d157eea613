import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { currentRates } from '../tax-rates/choose-rates.ts'
import { planOf } from './subscription-items.ts'

/** Items show their price and tax rates as they are now, not as they were when subscribed to. */
export const presentSubscription = (account: Account, subscription: Subscription): Subscription => ({
  ...subscription,
  default_tax_rates: currentRates(account, subscription.default_tax_rates),
  items: {
    ...subscription.items,
    data: subscription.items.data.map((item) => {
      const price = account.all('price').row(item.price.id)?.value ?? item.price
      return { ...item, price, plan: planOf(price), tax_rates: currentRates(account, item.tax_rates) }
    }),
  },
})
