import type { Stripe } from 'stripe'
import { invalidRequest } from '../../wire/errors.ts'
import { keyed, listOf, listPage, pageSize } from '../../wire/list.ts'
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

export const checkoutSessionRoutes: readonly Route[] = [
  route<Stripe.Checkout.SessionCreateParams>('POST', '/v1/checkout/sessions', {
    ...spec('create', CREATE_SESSION_PARAMS),
    handle: createSession,
  }),
  route<Stripe.Checkout.SessionListParams>('GET', '/v1/checkout/sessions', {
    ...spec('list', ['created', 'customer', 'ending_before', 'limit', 'starting_after', 'status', 'subscription']),
    handle: (call, params) =>
      listPage(call, {
        kind: 'checkout.session',
        params,
        keys: [keyed('customer', params.customer), keyed('subscription', params.subscription)],
        where: (session) =>
          (params.customer === undefined || session.customer === params.customer) &&
          (params.subscription === undefined || session.subscription === params.subscription) &&
          (params.status === undefined || session.status === params.status),
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
