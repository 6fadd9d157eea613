import { randomUUID } from 'node:crypto'
import { brokenInside, type FaultSpec, faultOfHeader, rateLimited } from '../control/faults.ts'
import { knownEndpoints } from '../generated/endpoints.generated.ts'
import { paramsByEndpoint } from '../generated/params.generated.ts'
import { inclusions } from '../resources/presenters.ts'
import { routes } from '../resources/routes.ts'
import { type Account, API_VERSION } from '../store/account.ts'
import { testTimeOf } from '../store/test-time.ts'
import { StripeRefusal, notBuilt } from '../wire/errors.ts'
import { Expander } from '../wire/expand.ts'
import { type FormHash, parseForm } from '../wire/form.ts'
import { type IdempotentRequest, keepAnswer, keptAnswer } from '../wire/idempotency.ts'
import { checkPermission } from '../wire/keys.ts'
import { ParamChecker } from '../wire/params.ts'
import { endpointKey, type Method, type Route } from '../wire/route.ts'
import { type Match, Router } from '../wire/router.ts'
import type { Sandbox } from './sandbox.ts'

export interface ApiRequest {
  readonly method: string
  readonly path: string
  readonly query: string
  readonly body: string
  readonly headers: Readonly<Record<string, string | undefined>>
}

export interface Reply {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  /** What the transport shall do wrong. */
  readonly fault?: FaultSpec | undefined
}

interface Running {
  readonly request: ApiRequest
  readonly requestId: string
  account?: Account
  fault?: FaultSpec | undefined
  idempotent?: IdempotentRequest
}

const router = new Router(routes)
const checkers = new Map<Route, ParamChecker>(routes.map((route) => [route, new ParamChecker(route.supports)]))
const known = new Set(knownEndpoints)

const jsonHeaders = { 'content-type': 'application/json' }

const newRequestId = (): string => `req_${randomUUID().replaceAll('-', '').slice(0, 14)}`

/** Answers one API request completely; nothing here waits, so requests never interleave. */
export const answerApi = (sandbox: Sandbox, request: ApiRequest): Reply => {
  const running: Running = { request, requestId: newRequestId() }
  const reply = replyTo(sandbox, running)
  sandbox.note({
    id: running.requestId,
    at: sandbox.wallMs(),
    method: request.method,
    path: request.path,
    status: reply.status,
    account: running.account?.id ?? '',
    idempotencyKey: request.headers['idempotency-key'] ?? null,
    fault: reply.fault?.kind ?? null,
  })
  sandbox.onAnswer?.({ method: request.method, path: request.path, status: reply.status, body: reply.body })
  return { ...reply, headers: { ...standardHeaders(running), ...reply.headers } }
}

const standardHeaders = ({ request, requestId }: Running): Record<string, string> => {
  const key = request.headers['idempotency-key']
  return {
    'request-id': requestId,
    'stripe-version': request.headers['stripe-version'] ?? API_VERSION,
    ...(key === undefined ? {} : { 'idempotency-key': key }),
  }
}

const replyTo = (sandbox: Sandbox, running: Running): Reply => {
  try {
    return attempt(sandbox, running)
  } catch (error) {
    if (!(error instanceof StripeRefusal)) throw error
    return { ...refusalReply(error), fault: running.fault }
  }
}

const refusalReply = (refusal: StripeRefusal): Reply => ({
  status: refusal.status,
  body: JSON.stringify({ error: refusal.body }),
  headers: { ...jsonHeaders, ...refusal.headers },
})

const attempt = (sandbox: Sandbox, running: Running): Reply => {
  const { request } = running
  const grant = sandbox.keys.open(request.headers['authorization'])
  const account = sandbox.account(grant.account)
  running.account = account
  running.fault =
    faultOfHeader(request.headers['sandbox-fault']) ??
    sandbox.faults.take({ accountKey: grant.account, method: request.method, path: request.path })
  checkHeaders(request)
  if (running.fault?.kind === 'rate_limit') throw rateLimited(running.fault.reason)
  const match = matchRoute(request)
  checkPermission(grant, account.id, match.route.method, match.route.resource)
  const form = parseForm(request.method === 'POST' ? request.body : request.query)
  return serve(sandbox, running, match, form)
}

/** One version and no Connect: a request for anything else must not get an answer that looks right. */
const checkHeaders = ({ headers }: ApiRequest): void => {
  const version = headers['stripe-version'] ?? API_VERSION
  if (version !== API_VERSION) throw notBuilt(`API version ${version}, only ${API_VERSION}`)
  for (const name of ['stripe-account', 'stripe-context']) {
    if (headers[name] !== undefined) throw notBuilt(`the header '${name}' (Connect)`)
  }
}

const matchRoute = ({ method, path }: ApiRequest): Match => {
  const match = router.match(method as Method, path)
  if (match !== undefined) return match
  const name = `${method} ${path}`
  if (!path.startsWith('/v1/')) throw notBuilt(`${name}: only version 1 of the API`)
  throw isKnown(method, path)
    ? notBuilt(`${name}, which is part of Stripe's API`)
    : notBuilt(`${name}, which the official client does not know either`)
}

const isKnown = (method: string, path: string): boolean => {
  const parts = path.split('/')
  return [...known].some((endpoint) => {
    const [knownMethod, knownPath = ''] = endpoint.split(' ')
    const expected = knownPath.split('/')
    return (
      knownMethod === method &&
      expected.length === parts.length &&
      expected.every((part, i) => part === '{}' || part === parts[i])
    )
  })
}

const serve = (sandbox: Sandbox, running: Running, match: Match, form: FormHash): Reply => {
  const { request, account } = running
  const key = request.method === 'POST' ? request.headers['idempotency-key'] : undefined
  if (account === undefined) throw new Error('serve runs after the account is known')
  if (key === undefined) return perform(sandbox, running, match, form)
  const idempotent: IdempotentRequest = { key, method: request.method, path: request.path, form }
  const kept = keptAnswer(account, idempotent)
  if (kept !== undefined) {
    return {
      status: kept.status,
      body: kept.body,
      headers: { ...jsonHeaders, 'idempotent-replayed': 'true', 'original-request': kept.requestId },
      fault: running.fault,
    }
  }
  running.idempotent = idempotent
  return perform(sandbox, running, match, form)
}

const isLostBefore = (fault: FaultSpec | undefined): boolean =>
  fault?.kind === 'drop_before' || fault?.kind === 'timeout_before'

const perform = (sandbox: Sandbox, running: Running, match: Match, form: FormHash): Reply => {
  const { fault } = running
  const params = checkParams(match.route, form)
  if (isLostBefore(fault)) return { status: 0, body: '', headers: {}, fault }
  const outcome = fault?.kind === 'error_before' ? refusalReply(brokenInside()) : run(sandbox, running, match, params)
  const reply = fault?.kind === 'error_after' ? refusalReply(brokenInside()) : outcome
  keep(running, reply)
  return { ...reply, fault }
}

const checkParams = (route: Route, form: FormHash): Record<string, unknown> => {
  const schema = paramsByEndpoint[endpointKey(route.method, route.path)]
  const checker = checkers.get(route)
  if (schema === undefined || checker === undefined) throw new Error(`No parameter table for ${route.path}`)
  return checker.check(schema, form)
}

/** Like Stripe, keeps whatever a begun request came to, even a 500, under its idempotency key. */
const keep = ({ account, idempotent, requestId }: Running, reply: Reply): void => {
  if (account === undefined || idempotent === undefined) return
  account.work(null, () => keepAnswer(account, idempotent, { status: reply.status, body: reply.body, requestId }))
}

const run = (sandbox: Sandbox, running: Running, { route, ids }: Match, params: Record<string, unknown>): Reply => {
  const { account, request, requestId, idempotent } = running
  if (account === undefined) throw new Error('run needs an account')
  const call = { account, path: request.path, searchLagMs: sandbox.searchLagMs }
  const paths = ((params['expand'] as string[] | undefined) ?? []).filter((path) => path !== 'total_count')
  try {
    const mark = { id: requestId, idempotencyKey: idempotent?.key ?? null }
    const answer = account.work(mark, () => {
      const result = account.clock.inTestTime(testTimeOf(account, params, ids), () =>
        route.handle(call, params as never, ids),
      )
      return new Expander(account, inclusions).expand(presented(account, result), paths)
    })
    return { status: 200, body: JSON.stringify(answer), headers: jsonHeaders }
  } catch (error) {
    if (error instanceof StripeRefusal) return refusalReply(error)
    throw error
  }
}

const presented = (account: Account, result: Readonly<{ object: string }>) =>
  result.object === 'list' || result.object === 'search_result' || 'deleted' in result
    ? result
    : account.host.present(account, result.object as never, result)
