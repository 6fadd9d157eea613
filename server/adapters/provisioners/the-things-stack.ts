import type { Provisioner, TenantOrder } from '../../ports/provisioner.ts'
import { type Answer, sendRequest } from './send-request.ts'
import { describedOf, FIELDS, isNone, limitFields, refusalOfStack, STATES, verdictOf, WHO } from './stack-answers.ts'

export interface StackOptions {
  /** e.g. `https://stack.example`; `/api/v3` is added. */
  readonly url: string
  /** A tenant admin key of its Identity Server: tenants take neither API keys nor tokens. */
  readonly adminKey: string
  readonly timeoutMs: number
  readonly allowsPrivate: boolean
}

const TENANT_ID = /^[a-z0-9](?:-?[a-z0-9]){2,}$/
const LONGEST_ID = 36
const LONGEST_NAME = 50
const LONGEST_DESCRIPTION = 2000
const LONGEST_REASON = 128

const isTenantId = (id: string): boolean => id.length <= LONGEST_ID && TENANT_ID.test(id)

const cut = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`)

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
    ...(order.paidBy && { 'billing-backend': order.paidBy.backend, 'billing-agreement': order.paidBy.agreementId }),
    ...(order.customerStripeId === null ? {} : { 'stripe-customer': order.customerStripeId }),
  },
})

const statusOf = (answer: Answer): number | null => (answer.kind === 'answered' ? answer.status : null)

const isStopped = ({ state }: TenantOrder): boolean => state === 'suspended' || state === 'archived'

const ASKED_FIELDS = ['state', ...FIELDS.values()].join(',')

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
    describe: async (tenantId) => {
      if (!isTenantId(tenantId)) return { verdict: 'told', tenant: null }
      const asked = new URL(`${base}/${tenantId}?field_mask=${ASKED_FIELDS}`)
      const answer = await sendRequest({ url: asked, method: 'GET', headers, body: '' }, sending)
      if (isNone(answer)) return { verdict: 'told', tenant: null }
      return refusalOfStack(answer) ?? describedOf(answer, tenantId)
    },
    apply: async (order) => {
      if (!isTenantId(order.tenantId))
        return { verdict: 'never', why: `${WHO} takes no tenant id like “${cut(order.tenantId, LONGEST_ID)}”.` }
      const updated = await update(order)
      if (!isNone(updated)) return verdictOf(updated, order)
      // Nothing runs there that could be suspended.
      if (isStopped(order)) return { verdict: 'applied', ignored: [] }
      const made = await create(order)
      // Somebody was quicker, perhaps ourselves with an answer that was lost.
      return verdictOf(statusOf(made) === 409 ? await update(order) : made, order)
    },
  }
}
