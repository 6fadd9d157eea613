import type { ApiRequest, Reply } from '../server/api.ts'
import type { Sandbox } from '../server/sandbox.ts'
import { invalidRequest, StripeRefusal } from '../wire/errors.ts'
import { type AccountControl, controlAccount } from './account-control.ts'
import { readDunning } from './dunning-settings.ts'
import { declareKey } from './key-grants.ts'
import { type FaultKind, type FaultSpec, faultKinds, webhookFaultKinds } from './faults.ts'

type Body = Readonly<Record<string, unknown>>
type Action = (sandbox: Sandbox, body: Body) => unknown

const text = (body: Body, name: string): string => {
  const value = body[name]
  if (typeof value !== 'string') throw invalidRequest(`Missing '${name}' in the JSON body.`, { param: name })
  return value
}

const number = (body: Body, name: string): number => {
  const value = body[name]
  if (typeof value !== 'number') throw invalidRequest(`Missing number '${name}' in the JSON body.`, { param: name })
  return value
}

const account = (sandbox: Sandbox, body: Body): AccountControl => controlAccount(sandbox, text(body, 'key'))

const addFault: Action = (sandbox, body) => {
  const kinds: readonly FaultKind[] = [...faultKinds, ...webhookFaultKinds]
  if (!kinds.includes(body['kind'] as FaultKind))
    throw invalidRequest(`'kind' must be one of ${kinds.join(', ')}.`, { param: 'kind' })
  return sandbox.faults.add(body as unknown as FaultSpec)
}

const moveClock: Action = (sandbox, body) => {
  const control = account(sandbox, body)
  if (body['start_at'] !== undefined) return control.startAt(number(body, 'start_at'))
  if (body['advance_to'] !== undefined) return control.advanceTo(number(body, 'advance_to'))
  if (body['advance_by'] !== undefined) return control.advanceTo(control.clock().now + number(body, 'advance_by'))
  if (body['freeze'] === true) return control.freeze()
  if (body['freeze'] === false) return control.run()
  return control.clock()
}

const takeSnapshot: Action = (sandbox, body) => {
  const snapshot = account(sandbox, body).snapshot()
  sandbox.snapshots.set(text(body, 'name'), snapshot)
  return { name: text(body, 'name'), objects: snapshot.rows.length }
}

const restoreSnapshot: Action = (sandbox, body) => {
  const snapshot = sandbox.snapshots.get(text(body, 'name'))
  if (snapshot === undefined) throw invalidRequest(`There is no snapshot '${text(body, 'name')}'.`, { param: 'name' })
  account(sandbox, body).restore(snapshot)
  return { restored: text(body, 'key') }
}

const actions: Readonly<Record<string, Action>> = {
  'GET /_sandbox': (sandbox) => ({
    accounts: sandbox.accounts().map(({ key, account }) => ({
      key,
      id: account.id,
      now: account.now,
      held: account.all('held').list().toReversed(),
    })),
    faults: sandbox.faults.list(),
    search_lag_ms: sandbox.searchLagMs,
  }),
  'POST /_sandbox/faults': addFault,
  'GET /_sandbox/faults': (sandbox) => sandbox.faults.list(),
  'DELETE /_sandbox/faults': (sandbox) => {
    sandbox.faults.clear()
    sandbox.lagSearch(0)
    return { cleared: true }
  },
  'POST /_sandbox/search_lag': (sandbox, body) => {
    sandbox.lagSearch(number(body, 'ms'))
    return { search_lag_ms: sandbox.searchLagMs }
  },
  'POST /_sandbox/clock': moveClock,
  'POST /_sandbox/keys': (sandbox, body) =>
    declareKey(sandbox, {
      key: text(body, 'key'),
      account: text(body, 'account'),
      permissions: body['permissions'],
    }),
  'POST /_sandbox/keys/revoke': (sandbox, body) => {
    sandbox.keys.revoke(text(body, 'key'))
    return { revoked: text(body, 'key') }
  },
  'POST /_sandbox/keys/reinstate': (sandbox, body) => {
    sandbox.keys.reinstate(text(body, 'key'))
    return { reinstated: text(body, 'key') }
  },
  'POST /_sandbox/dunning': (sandbox, body) => account(sandbox, body).setDunning(readDunning(body)),
  'POST /_sandbox/renewal_notice': (sandbox, body) => ({
    days: account(sandbox, body).announceRenewals(body['days'] === null ? null : number(body, 'days')),
  }),
  'POST /_sandbox/snapshot': takeSnapshot,
  'POST /_sandbox/restore': restoreSnapshot,
  'POST /_sandbox/reset': (sandbox, body) => {
    account(sandbox, body).reset()
    return { reset: text(body, 'key') }
  },
  'POST /_sandbox/customer_discount': (sandbox, body) =>
    account(sandbox, body).discountCustomer(text(body, 'customer'), text(body, 'coupon')),
  'POST /_sandbox/complete_checkout': (sandbox, body) => account(sandbox, body).completeCheckout(text(body, 'session')),
  'GET /_sandbox/requests': (sandbox) => sandbox.requests(),
  'GET /_sandbox/deliveries': (sandbox) => sandbox.courier.notes(),
  'POST /_sandbox/deliveries/retry': (sandbox, body) => ({ retried: account(sandbox, body).retryWebhooks() }),
  'POST /_sandbox/deliveries/resend': (sandbox, body) => ({
    resent: account(sandbox, body).resendEvent(text(body, 'event')),
  }),
  'POST /_sandbox/webhook_endpoints/roll_secret': (sandbox, body) =>
    account(sandbox, body).rollSecret(text(body, 'endpoint'), number(body, 'kept_seconds')),
}

const HELP = 'GET /_sandbox/help'

const parse = (body: string): Body => {
  if (body === '') return {}
  try {
    const value: unknown = JSON.parse(body)
    if (value !== null && typeof value === 'object') return value as Body
  } catch {
    // Falls through: whatever it is, it is no JSON object.
  }
  throw invalidRequest('The control API takes a JSON object.')
}

/** The control API: JSON in, JSON out. It needs no key, which is why the sandbox listens on loopback only. */
export const answerControl = (sandbox: Sandbox, { method, path, body }: ApiRequest): Reply => {
  const name = `${method} ${path.replace(/\/$/, '')}`
  const action = name === HELP ? () => Object.keys(actions) : actions[name]
  if (action === undefined) {
    throw new StripeRefusal(404, {
      type: 'invalid_request_error',
      message: `No control action ${method} ${path}. Known: ${Object.keys(actions).join(', ')}`,
    })
  }
  return {
    status: 200,
    body: JSON.stringify(action(sandbox, parse(body))),
    headers: { 'content-type': 'application/json' },
  }
}
