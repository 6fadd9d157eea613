import type { Stripe } from 'stripe'
import { READABLE_SECONDS } from '../../webhooks/event-rules.ts'
import { noSuch } from '../../wire/errors.ts'
import { keyed, listPage, same } from '../../wire/list.ts'
import { type Route, route } from '../../wire/route.ts'

const isType = (type: string, { type: one, types }: Stripe.EventListParams): boolean => {
  const asked = types ?? (one === undefined ? undefined : [one])
  return (
    asked === undefined ||
    asked.some((name) => (name.endsWith('*') ? type.startsWith(name.slice(0, -1)) : name === type))
  )
}

export const eventRoutes: readonly Route[] = [
  route<Stripe.EventListParams>('GET', '/v1/events', {
    resource: 'event',
    operation: 'list',
    supports: ['created', 'delivery_success', 'ending_before', 'limit', 'starting_after', 'type', 'types'],
    handle: (call, params) => {
      const { now } = call.account
      return listPage(call, {
        kind: 'event',
        params,
        keys: [params.type?.endsWith('*') ? undefined : keyed('type', params.type)],
        where: (event) =>
          event.created > now - READABLE_SECONDS &&
          isType(event.type, params) &&
          same(params.delivery_success, event.pending_webhooks === 0),
      })
    },
  }),
  route('GET', '/v1/events/:id', {
    resource: 'event',
    operation: 'retrieve',
    supports: [],
    handle: ({ account }, _params, [id = '']) => {
      const event = account.need('event', id)
      if (event.created <= account.now - READABLE_SECONDS) throw noSuch('event', id)
      return event
    },
  }),
]
