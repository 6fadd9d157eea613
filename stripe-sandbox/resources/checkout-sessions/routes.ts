import type { Stripe } from 'stripe'
import { invalidRequest } from '../../wire/errors.ts'
import { all, keyed, listOf, listPage, pageSize, same } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { expireSession } from './expire-session.ts'
import { CREATE_SESSION_PARAMS, createSession } from './create-session.ts'

const expire = ({ account }: Call, id: string): Answer => {
  const session = account.need('checkout.session', id)
  if (session.status !== 'open')
    throw invalidRequest('Only Checkout Sessions with a status in ["open"] can be expired.')
  return expireSession(account, session)
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'checkout_session',
  operation,
  supports,
})

const LIST = [
  'created',
  'customer',
  'ending_before',
  'limit',
  'payment_intent',
  'starting_after',
  'status',
  'subscription',
]

export const checkoutSessionRoutes: readonly Route[] = [
  route<Stripe.Checkout.SessionCreateParams>('POST', '/v1/checkout/sessions', {
    ...spec('create', CREATE_SESSION_PARAMS),
    handle: createSession,
  }),
  route<Stripe.Checkout.SessionListParams>('GET', '/v1/checkout/sessions', {
    ...spec('list', LIST),
    handle: (call, params) =>
      listPage(call, {
        kind: 'checkout.session',
        params,
        keys: [
          keyed('customer', params.customer),
          keyed('intent', params.payment_intent),
          keyed('subscription', params.subscription),
        ],
        where: (session) =>
          all(
            same<string | null>(params.customer, session.customer),
            same<string | null>(params.payment_intent, session.payment_intent),
            same<string | null>(params.status, session.status),
            same<string | null>(params.subscription, session.subscription),
          ),
      }),
  }),
  route('GET', '/v1/checkout/sessions/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('checkout.session', id),
  }),
  route('POST', '/v1/checkout/sessions/:id/expire', {
    ...spec('expire'),
    handle: (call, _params, [id = '']) => expire(call, id),
  }),
  route<Stripe.Checkout.SessionListLineItemsParams>('GET', '/v1/checkout/sessions/:id/line_items', {
    ...spec('list line items', ['limit']),
    handle: ({ account, path }, params, [id = '']) => {
      const lines = account.need('checkout.session', id)._line_items
      const size = pageSize(params.limit)
      return listOf(path, lines.slice(0, size), lines.length > size)
    },
  }),
]
