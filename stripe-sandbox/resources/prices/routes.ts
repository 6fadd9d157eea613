import type { Stripe } from 'stripe'
import type { Price } from '../../store/kinds.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { CREATE_PRICE_PARAMS, claimLookupKey, createPrice } from './create-price.ts'

const searchFields: SearchFields<Price> = {
  active: { type: 'token', of: ({ active }) => String(active) },
  currency: { type: 'token', of: ({ currency }) => currency },
  lookup_key: { type: 'text', of: ({ lookup_key }) => lookup_key },
  product: { type: 'text', of: ({ product }) => product },
  type: { type: 'token', of: ({ type }) => type },
}

const update = ({ account }: Call, params: Stripe.PriceUpdateParams, id: string): Price => {
  const old = account.need('price', id)
  const key = updated(params.lookup_key, old.lookup_key)
  if (key !== old.lookup_key) claimLookupKey(account, key, params.transfer_lookup_key)
  return account.update(
    'price',
    {
      ...old,
      active: params.active ?? old.active,
      lookup_key: key,
      metadata: mergeMetadata(old.metadata, params.metadata),
      nickname: updated(params.nickname, old.nickname),
      tax_behavior: params.tax_behavior ?? old.tax_behavior,
    },
    'price.updated',
  )
}

const fits = (price: Price, params: Stripe.PriceListParams): boolean =>
  all(
    price._is_inline === undefined,
    same(params.active, price.active),
    same(params.currency?.toLowerCase(), price.currency),
    params.lookup_keys === undefined || params.lookup_keys.includes(price.lookup_key ?? ''),
    same(params.product, price.product),
    same(params.type, price.type),
    same<string | undefined>(params.recurring?.interval, price.recurring?.interval),
    same<string | undefined>(params.recurring?.usage_type, price.recurring?.usage_type),
  )

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'price', operation, supports })

export const priceRoutes: readonly Route[] = [
  route<Stripe.PriceCreateParams>('POST', '/v1/prices', {
    ...spec('create', CREATE_PRICE_PARAMS),
    handle: createPrice,
  }),
  route<SearchParams>('GET', '/v1/prices/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'price', params, searchFields),
  }),
  route<Stripe.PriceListParams>('GET', '/v1/prices', {
    ...spec('list', [
      'active',
      'created',
      'currency',
      'ending_before',
      'limit',
      'lookup_keys',
      'product',
      'recurring.interval',
      'recurring.usage_type',
      'starting_after',
      'type',
    ]),
    handle: (call, params) =>
      listPage(call, {
        kind: 'price',
        params,
        keys: [keyed('product', params.product)],
        where: (price) => fits(price, params),
      }),
  }),
  route('GET', '/v1/prices/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('price', id),
  }),
  route<Stripe.PriceUpdateParams>('POST', '/v1/prices/:id', {
    ...spec('update', ['active', 'lookup_key', 'metadata', 'nickname', 'tax_behavior', 'transfer_lookup_key']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
]
