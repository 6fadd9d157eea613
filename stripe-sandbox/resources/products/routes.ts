import type { Stripe } from 'stripe'
import type { Product } from '../../store/kinds.ts'
import { invalidRequest, noSuch } from '../../wire/errors.ts'
import { all, listPage, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { type SearchFields, type SearchParams, searchPage } from '../../wire/search.ts'
import { mergeMetadata, orNull, updated } from '../metadata.ts'
import { createPrice } from '../prices/create-price.ts'

const CREATE = [
  'active',
  'default_price_data',
  'description',
  'id',
  'images',
  'marketing_features',
  'metadata',
  'name',
  'shippable',
  'statement_descriptor',
  'tax_code',
  'type',
  'unit_label',
  'url',
]
const UPDATE = [
  'active',
  'default_price',
  'description',
  'images',
  'marketing_features',
  'metadata',
  'name',
  'shippable',
  'statement_descriptor',
  'tax_code',
  'unit_label',
  'url',
]

const searchFields: SearchFields<Product> = {
  active: { type: 'token', of: ({ active }) => String(active) },
  description: { type: 'text', of: ({ description }) => description },
  name: { type: 'text', of: ({ name }) => name },
  shippable: { type: 'token', of: ({ shippable }) => shippable?.toString() },
  url: { type: 'text', of: ({ url }) => url },
}

const create = (call: Call, params: Stripe.ProductCreateParams): Product => {
  const { account } = call
  const id = params.id ?? account.ids.next('product')
  if (account.all('product').row(id) !== undefined) {
    throw invalidRequest(`Product already exists.`, { param: 'id', code: 'resource_already_exists' })
  }
  account.create(
    'product',
    {
      id,
      object: 'product',
      active: params.active ?? true,
      created: account.now,
      default_price: null,
      description: orNull(params.description),
      images: params.images ?? [],
      livemode: false,
      marketing_features: params.marketing_features ?? [],
      metadata: mergeMetadata({}, params.metadata),
      name: params.name,
      package_dimensions: null,
      shippable: params.shippable ?? null,
      statement_descriptor: orNull(params.statement_descriptor),
      tax_code: orNull(params.tax_code),
      tax_details: null,
      type: params.type ?? 'service',
      unit_label: orNull(params.unit_label),
      updated: account.now,
      url: orNull(params.url),
    },
    'product.created',
  )
  const asked = params.default_price_data
  if (asked !== undefined) {
    const price = createPrice(call, { ...asked, product: id })
    account.update('product', { ...account.need('product', id), default_price: price.id }, 'product.updated')
  }
  return account.need('product', id)
}

const update = ({ account }: Call, params: Stripe.ProductUpdateParams, id: string): Product => {
  const old = account.need('product', id)
  const price = params.default_price
  if (price) account.need('price', price, 'default_price')
  return account.update(
    'product',
    {
      ...old,
      active: params.active ?? old.active,
      default_price: updated(price, old.default_price),
      description: updated(params.description, old.description),
      images: params.images === undefined ? old.images : params.images || [],
      marketing_features:
        params.marketing_features === undefined ? old.marketing_features : params.marketing_features || [],
      metadata: mergeMetadata(old.metadata, params.metadata),
      name: params.name ?? old.name,
      shippable: params.shippable ?? old.shippable,
      statement_descriptor: updated(params.statement_descriptor, old.statement_descriptor),
      tax_code: updated(params.tax_code, old.tax_code),
      unit_label: updated(params.unit_label, old.unit_label),
      updated: account.now,
      url: updated(params.url, old.url),
    },
    'product.updated',
  )
}

const remove = ({ account }: Call, id: string): Answer => {
  const product = account.need('product', id)
  const [price] = account.all('price').newest([{ index: 'product', value: id }])
  if (price !== undefined) {
    throw invalidRequest('This product cannot be deleted because it has one or more user-created prices.', {
      param: 'id',
    })
  }
  account.remove('product', product, 'product.deleted')
  return { id, object: 'product', deleted: true } as Answer
}

const retrieve = ({ account }: Call, id: string): Product => {
  const found = account.find('product', id)
  if (found === undefined) throw noSuch('product', id)
  return found
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'product', operation, supports })

export const productRoutes: readonly Route[] = [
  route<Stripe.ProductCreateParams>('POST', '/v1/products', { ...spec('create', CREATE), handle: create }),
  route<SearchParams>('GET', '/v1/products/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'product', params, searchFields),
  }),
  route<Stripe.ProductListParams>('GET', '/v1/products', {
    ...spec('list', [
      'active',
      'created',
      'ending_before',
      'ids',
      'limit',
      'shippable',
      'starting_after',
      'type',
      'url',
    ]),
    handle: (call, params) =>
      listPage(call, {
        kind: 'product',
        params,
        where: (product) =>
          all(
            same(params.active, product.active),
            params.ids === undefined || params.ids.includes(product.id),
            same<boolean | null>(params.shippable, product.shippable),
            same(params.type, product.type),
            same<string | null>(params.url, product.url),
          ),
      }),
  }),
  route('GET', '/v1/products/:id', { ...spec('retrieve'), handle: (call, _params, [id = '']) => retrieve(call, id) }),
  route<Stripe.ProductUpdateParams>('POST', '/v1/products/:id', {
    ...spec('update', UPDATE),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('DELETE', '/v1/products/:id', { ...spec('delete'), handle: (call, _params, [id = '']) => remove(call, id) }),
]
