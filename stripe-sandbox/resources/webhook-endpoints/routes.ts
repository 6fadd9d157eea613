import type { Stripe } from 'stripe'
import type { WebhookEndpoint } from '../../store/kinds.ts'
import { API_VERSION } from '../../store/account.ts'
import { invalidRequest, notBuilt } from '../../wire/errors.ts'
import { listPage } from '../../wire/list.ts'
import { type Answer, type Call, type Route, route } from '../../wire/route.ts'
import { mergeMetadata, updated } from '../metadata.ts'
import { newSecret } from './roll-secret.ts'

const MAX_ENDPOINTS = 16

const checkUrl = (url: string): string => {
  // Stripe refuses addresses that it cannot reach; this one is on the same machine and takes them.
  if (/^https?:\/\//.test(url) && URL.canParse(url)) return url
  throw invalidRequest('Invalid URL: An explicit scheme (such as https) must be provided.', {
    param: 'url',
    code: 'url_invalid',
  })
}

const checkEvents = (events: readonly string[]): string[] => {
  if (events.includes('*') && events.length > 1)
    throw invalidRequest("You may not specify other events together with '*'.", { param: 'enabled_events' })
  return [...new Set(events)]
}

/** The secret is told once, in the answer to the creation. */
const create = ({ account }: Call, params: Stripe.WebhookEndpointCreateParams): Answer => {
  if (params.api_version !== undefined && params.api_version !== API_VERSION)
    throw notBuilt(`endpoints of API version ${params.api_version}, only ${API_VERSION}`, 'api_version')
  if (account.all('webhook_endpoint').size >= MAX_ENDPOINTS)
    throw invalidRequest(`You have reached the maximum of ${MAX_ENDPOINTS} test webhook endpoints.`)
  const _secret = newSecret(account)
  const { _secret: secret, ...endpoint } = account.create('webhook_endpoint', {
    id: account.ids.next('webhook_endpoint'),
    object: 'webhook_endpoint',
    api_version: params.api_version ?? null,
    application: null,
    created: account.now,
    description: updated(params.description, null),
    enabled_events: checkEvents(params.enabled_events),
    livemode: false,
    metadata: mergeMetadata({}, params.metadata),
    status: 'enabled',
    url: checkUrl(params.url),
    _secret,
  })
  return { ...endpoint, secret } as Answer
}

const update = ({ account }: Call, params: Stripe.WebhookEndpointUpdateParams, id: string): WebhookEndpoint => {
  const old = account.need('webhook_endpoint', id)
  const { disabled, enabled_events: events, url } = params
  return account.update('webhook_endpoint', {
    ...old,
    description: updated(params.description, old.description),
    enabled_events: events === undefined ? old.enabled_events : checkEvents(events),
    metadata: mergeMetadata(old.metadata, params.metadata),
    status: disabled === undefined ? old.status : disabled ? 'disabled' : 'enabled',
    url: url === undefined ? old.url : checkUrl(url),
  })
}

const remove = ({ account }: Call, id: string): Answer => {
  account.remove('webhook_endpoint', account.need('webhook_endpoint', id))
  return { id, object: 'webhook_endpoint', deleted: true } as Answer
}

const spec = (operation: string, supports: readonly string[] = []) => ({
  resource: 'webhook_endpoint',
  operation,
  supports,
})

export const webhookEndpointRoutes: readonly Route[] = [
  route<Stripe.WebhookEndpointCreateParams>('POST', '/v1/webhook_endpoints', {
    ...spec('create', ['api_version', 'description', 'enabled_events', 'metadata', 'url']),
    handle: create,
  }),
  route<Stripe.WebhookEndpointListParams>('GET', '/v1/webhook_endpoints', {
    ...spec('list', ['ending_before', 'limit', 'starting_after']),
    handle: (call, params) => listPage(call, { kind: 'webhook_endpoint', params }),
  }),
  route('GET', '/v1/webhook_endpoints/:id', {
    ...spec('retrieve'),
    handle: ({ account }, _params, [id = '']) => account.need('webhook_endpoint', id),
  }),
  route<Stripe.WebhookEndpointUpdateParams>('POST', '/v1/webhook_endpoints/:id', {
    ...spec('update', ['description', 'disabled', 'enabled_events', 'metadata', 'url']),
    handle: (call, params, [id = '']) => update(call, params, id),
  }),
  route('DELETE', '/v1/webhook_endpoints/:id', {
    ...spec('delete'),
    handle: (call, _params, [id = '']) => remove(call, id),
  }),
]
