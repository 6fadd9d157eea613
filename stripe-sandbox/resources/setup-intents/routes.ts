import type { Stripe } from 'stripe'
import { all, keyed, listPage, same } from '../../wire/list.ts'
import { type Route, route } from '../../wire/route.ts'

/** Only checkout sessions make setup intents here, so they can be read and no more. */
export const setupIntentRoutes: readonly Route[] = [
  route<Stripe.SetupIntentListParams>('GET', '/v1/setup_intents', {
    resource: 'setup_intent',
    operation: 'list',
    supports: ['created', 'customer', 'ending_before', 'limit', 'payment_method', 'starting_after'],
    handle: (call, params) =>
      listPage(call, {
        kind: 'setup_intent',
        params,
        keys: [keyed('customer', params.customer)],
        where: (intent) =>
          all(
            same<string | null>(params.customer, intent.customer),
            same<string | null>(params.payment_method, intent.payment_method),
          ),
      }),
  }),
  route('GET', '/v1/setup_intents/:id', {
    resource: 'setup_intent',
    operation: 'retrieve',
    supports: [],
    handle: ({ account }, _params, [id = '']) => account.need('setup_intent', id),
  }),
]
