import type { Stripe } from 'stripe'
import type { Charge } from '../../store/kinds.ts'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Call, type Route, route } from '../../wire/route.ts'
import { type SearchParams, searchPage } from '../../wire/search.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { chargeSearchFields } from './charge-search.ts'

const update = ({ account }: Call, params: Stripe.ChargeUpdateParams, id: string): Charge => {
  const old = account.need('charge', id)
  return account.update(
    'charge',
    {
      ...old,
      description: updated(params.description, old.description),
      metadata: mergeMetadata(old.metadata, params.metadata),
      receipt_email: updated(params.receipt_email, old.receipt_email),
    },
    'charge.updated',
  )
}

const spec = (operation: string, supports: readonly string[] = []) => ({ resource: 'charge', operation, supports })

/** Charges come from payment intents; making one by itself is the way of before. */
export const chargeRoutes: readonly Route[] = [
  route<SearchParams>('GET', '/v1/charges/search', {
    ...spec('search', ['query', 'limit', 'page']),
    handle: (call, params) => searchPage(call, 'charge', params, chargeSearchFields),
  }),
  route<Stripe.ChargeListParams>('GET', '/v1/charges', {
    ...spec('list', ['created', 'customer', 'ending_before', 'limit', 'payment_intent', 'starting_after']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'charge',
        params,
        keys: [keyed('customer', params.customer), keyed('intent', params.payment_intent)],
        where: (charge) =>
          all(
            same<string | null>(params.customer, charge.customer),
            same<string | null>(params.payment_intent, charge.payment_intent),
          ),
      }),
  }),
  route('GET', '/v1/charges/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('charge', id),
  }),
  route<Stripe.ChargeUpdateParams>('POST', '/v1/charges/:id', {
    ...spec('update', ['description', 'metadata', 'receipt_email']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
]
