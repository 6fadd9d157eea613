import type { Account } from '../../store/account.ts'
import type { Subscription } from '../../store/kinds.ts'
import { planOf } from './subscription-items.ts'

/** Items show their price as it is now, not as it was when subscribed to. */
export const presentSubscription = (account: Account, subscription: Subscription): Subscription => ({
  ...subscription,
  items: {
    ...subscription.items,
    data: subscription.items.data.map((item) => {
      const price = account.all('price').row(item.price.id)?.value ?? item.price
      return { ...item, price, plan: planOf(price) }
    }),
  },
})
