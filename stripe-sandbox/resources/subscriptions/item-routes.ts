import type { Stripe } from 'stripe'
import type { SubscriptionItem } from '../../store/kinds.ts'
import { noSuch } from '../../wire/errors.ts'
import { listOf, pageSize } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { presentSubscription } from './present-subscription.ts'

const find = ({ account }: Call, id: string): SubscriptionItem => {
  const [subscription] = account.all('subscription').newest([{ index: 'item', value: id }])
  const item = subscription && presentSubscription(account, subscription).items.data.find((one) => one.id === id)
  if (item === undefined) throw noSuch('subscription_item', id)
  return item
}

export const subscriptionItemRoutes: readonly Route[] = [
  route<Stripe.SubscriptionItemListParams>('GET', '/v1/subscription_items', {
    resource: 'subscription_item',
    operation: 'list',
    supports: ['limit', 'subscription'],
    handle: ({ account, path }, params) => {
      const { data } = presentSubscription(
        account,
        account.need('subscription', params.subscription, 'subscription'),
      ).items
      const size = pageSize(params.limit)
      return listOf(path, data.slice(0, size), data.length > size)
    },
  }),
  route('GET', '/v1/subscription_items/:id', {
    resource: 'subscription_item',
    operation: 'retrieve',
    supports: [],
    handle: (call, _params, [id = '']) => find(call, id),
  }),
]
