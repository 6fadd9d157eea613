import type { Provisioner, ProvisionVerdict, TenantOrder } from '../../ports/provisioner.ts'
import { isObject, objectOf, refusalOf } from './read-answer.ts'
import { type Answer, sendRequest } from './send-request.ts'

export interface StackOptions {
  /** e.g. `https://stack.example`; `/api/v3` is added. */
  readonly url: string
  /** A tenant admin key of its Identity Server: tenants take neither API keys nor tokens. */
  readonly adminKey: string
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
}

const WHO = 'The Things Stack'

const STATES = { active: 'STATE_APPROVED', flagged: 'STATE_FLAGGED', suspended: 'STATE_SUSPENDED' } as const

/** Our names of limits to its fields; it has no others. */
const FIELDS = new Map([
  ['max-applications', 'max_applications'],
  ['max-clients', 'max_clients'],
  ['max-end-devices', 'max_end_devices'],
  ['max-gateways', 'max_gateways'],
  ['max-organizations', 'max_organizations'],
  ['max-users', 'max_users'],
])

const TENANT_ID = /^[a-z0-9](?:-?[a-z0-9]){2,}$/
const LONGEST_ID = 36
const LONGEST_NAME = 50
const LONGEST_DESCRIPTION = 2000
/** Its limit for a state's description is not published; other short texts have this one. */
const LONGEST_REASON = 128

const isTenantId = (id: string): boolean => id.length <= LONGEST_ID && TENANT_ID.test(id)

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

/** null lifts a limit; all six are named, so that one which is gone from the plan is lifted too. */
const limitFields = ({ limits }: TenantOrder): Record<string, string | null> =>
  limits === null
    ? {}
    : Object.fromEntries(
        [...FIELDS].map(([key, field]) => [field, limits[key] === undefined ? null : String(limits[key])]),
      )

const tenantOf = (order: TenantOrder) => ({
  ids: { tenant_id: order.tenantId },
  state: STATES[order.state],
  state_description: cut(order.reason, LONGEST_REASON),
  ...limitFields(order),
})

const newTenantOf = (order: TenantOrder) => ({
  ...tenantOf(order),
  name: cut(order.profile.name ?? order.tenantId, LONGEST_NAME),
  description: cut(order.profile.description ?? '', LONGEST_DESCRIPTION),
  attributes: {
    'billing-backend': 'stripe',
    ...(order.customerStripeId === null ? {} : { 'stripe-customer': order.customerStripeId }),
  },
})

/** A 64-bit number comes as text in protocol buffers' JSON; a plain number is as good. */
const isSameLimit = (said: unknown, asked: string | null): boolean =>
  asked === null ? said === null || said === undefined : String(said) === asked

/** What it says the tenant is now has to be what was asked for: an answer alone proves nothing. */
const verdictOf = (answer: Answer, order: TenantOrder): ProvisionVerdict => {
  const refusal = refusalOf(WHO, answer)
  if (refusal) return refusal
  const said = answer.kind === 'answered' ? objectOf(answer.text) : null
  const ids = said && isObject(said['ids']) ? said['ids'] : {}
  const fields = Object.entries(limitFields(order))
  const isSame =
    ids['tenant_id'] === order.tenantId &&
    said?.['state'] === STATES[order.state] &&
    fields.every(([field, asked]) => isSameLimit(said[field], asked))
  if (!isSame) return { verdict: 'later', why: `${WHO} answered with something else than was asked for.` }
  return { verdict: 'applied', ignored: Object.keys(order.limits ?? {}).filter((key) => !FIELDS.has(key)) }
}

const statusOf = (answer: Answer): number | null => (answer.kind === 'answered' ? answer.status : null)

/** Tenants of The Things Stack over its HTTP API: made, given a state with its reason, and limited. */
export const createTheThingsStack = ({ url, adminKey, ...sending }: StackOptions): Provisioner => {
  const base = `${url.replace(/\/$/, '')}/api/v3/tenants`
  const headers = { authorization: `TenantAdminKey ${adminKey}` }
  const update = (order: TenantOrder) => {
    const { ids: _ids, ...fields } = tenantOf(order)
    // The mask keeps what people changed over there: name, description, configuration.
    const body = JSON.stringify({ tenant: tenantOf(order), field_mask: { paths: Object.keys(fields) } })
    return sendRequest({ url: new URL(`${base}/${order.tenantId}`), method: 'PUT', headers, body }, sending)
  }
  const create = (order: TenantOrder) => {
    const body = JSON.stringify({ tenant: newTenantOf(order) })
    return sendRequest({ url: new URL(base), method: 'POST', headers, body }, sending)
  }
  return {
    apply: async (order) => {
      if (!isTenantId(order.tenantId))
        return { verdict: 'never', why: `${WHO} takes no tenant id like “${cut(order.tenantId, LONGEST_ID)}”.` }
      const updated = await update(order)
      if (statusOf(updated) !== 404) return verdictOf(updated, order)
      // Nothing runs there that could be suspended.
      if (order.state === 'suspended') return { verdict: 'applied', ignored: [] }
      const made = await create(order)
      // Somebody was quicker, perhaps ourselves with an answer that was lost.
      return verdictOf(statusOf(made) === 409 ? await update(order) : made, order)
    },
  }
}
