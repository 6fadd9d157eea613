import type { Stripe } from 'stripe'
import type { SubscriptionItem } from '../../store/kinds.ts'
import { missingParam, noSuch } from '../../wire/errors.ts'
import { listOf, pageSize } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { presentSubscription } from './present-subscription.ts'
import { updateSubscription } from './update-subscription.ts'

const find = ({ account }: Call, id: string): SubscriptionItem => {
  const [subscription] = account.all('subscription').newest([{ index: 'item', value: id }])
  const item = subscription && presentSubscription(account, subscription).items.data.find((one) => one.id === id)
  if (item === undefined) throw noSuch('subscription_item', id)
  return item
}

const ownerOf = ({ account }: Call, id: string): string => {
  const [subscription] = account.all('subscription').newest([{ index: 'item', value: id }])
  if (subscription === undefined) throw noSuch('subscription_item', id)
  return subscription.id
}

type Terms = Pick<Stripe.SubscriptionUpdateParams, 'payment_behavior' | 'proration_behavior' | 'proration_date'>

/** How a change of items is billed is said beside it, under the same names as on the subscription. */
const termsOf = ({ payment_behavior: payment, proration_behavior: behavior, proration_date: date }: Terms): Terms => ({
  ...(payment === undefined ? {} : { payment_behavior: payment }),
  ...(behavior === undefined ? {} : { proration_behavior: behavior }),
  ...(date === undefined ? {} : { proration_date: date }),
})

const create = (call: Call, params: Stripe.SubscriptionItemCreateParams): SubscriptionItem => {
  const { subscription: owner, price, quantity, metadata, tax_rates: rates } = params
  if (price === undefined) throw missingParam('price')
  const before = call.account.need('subscription', owner, 'subscription')
  const item = {
    price,
    quantity: quantity ?? 1,
    ...(metadata === undefined ? {} : { metadata }),
    ...(rates === undefined ? {} : { tax_rates: rates }),
  }
  const after = updateSubscription(call, { items: [item], ...termsOf(params) }, owner)
  const known = new Set(before.items.data.map(({ id }) => id))
  return find(call, after.items.data.find(({ id }) => !known.has(id))?.id ?? '')
}

const update = (call: Call, params: Stripe.SubscriptionItemUpdateParams, id: string): SubscriptionItem => {
  const { price, quantity, metadata, tax_rates: rates } = params
  const item = {
    id,
    ...(price === undefined ? {} : { price }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(rates === undefined ? {} : { tax_rates: rates }),
  }
  updateSubscription(call, { items: [item], ...termsOf(params) }, ownerOf(call, id))
  return find(call, id)
}

const remove = (call: Call, params: Stripe.SubscriptionItemDeleteParams, id: string): Answer => {
  updateSubscription(call, { items: [{ id, deleted: true }], ...termsOf(params) }, ownerOf(call, id))
  return { id, object: 'subscription_item', deleted: true } as Answer
}

const TERMS = ['payment_behavior', 'proration_behavior', 'proration_date']

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
  route<Stripe.SubscriptionItemCreateParams>('POST', '/v1/subscription_items', {
    resource: 'subscription_item',
    operation: 'create',
    supports: ['metadata', 'price', 'quantity', 'subscription', 'tax_rates', ...TERMS],
    handle: create,
  }),
  route<Stripe.SubscriptionItemUpdateParams>('POST', '/v1/subscription_items/:id', {
    resource: 'subscription_item',
    operation: 'update',
    supports: ['metadata', 'price', 'quantity', 'tax_rates', ...TERMS],
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route<Stripe.SubscriptionItemDeleteParams>('DELETE', '/v1/subscription_items/:id', {
    resource: 'subscription_item',
    operation: 'delete',
    supports: TERMS,
    handle: (call, params, [id = '']) => remove(call, params, id),
  }),
  route('GET', '/v1/subscription_items/:id', {
    resource: 'subscription_item',
    operation: 'retrieve',
    supports: [],
    handle: (call, _params, [id = '']) => find(call, id),
  }),
]
