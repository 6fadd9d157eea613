import type {
  DescribeVerdict,
  ProvisionRefusal,
  ProvisionVerdict,
  TenantOrder,
  TenantState,
} from '../../ports/provisioner.ts'
import { isObject, objectOf, refusalOf } from './read-answer.ts'
import type { Answer } from './send-request.ts'

export const WHO = 'The Things Stack'

/** It puts nothing away: what is archived is suspended there, and its description says the rest. */
export const STATES: Readonly<Record<TenantState, string>> = {
  active: 'STATE_APPROVED',
  flagged: 'STATE_FLAGGED',
  suspended: 'STATE_SUSPENDED',
  archived: 'STATE_SUSPENDED',
}

const TENANT_STATES: readonly TenantState[] = ['active', 'flagged', 'suspended', 'archived']

/** Our names of limits to its fields; it has no others. */
export const FIELDS = new Map([
  ['max-applications', 'max_applications'],
  ['max-clients', 'max_clients'],
  ['max-end-devices', 'max_end_devices'],
  ['max-gateways', 'max_gateways'],
  ['max-organizations', 'max_organizations'],
  ['max-users', 'max_users'],
])

/** null lifts a limit; all six are named, so that one which is gone from the plan is lifted too. */
export const limitFields = ({ limits }: TenantOrder): Record<string, string | null> =>
  limits === null
    ? {}
    : Object.fromEntries(
        [...FIELDS].map(([key, field]) => [field, limits[key] === undefined ? null : String(limits[key])]),
      )

/** A 64-bit number comes as text in protocol buffers' JSON; a plain number is as good. */
const isSameLimit = (said: unknown, asked: string | null): boolean =>
  asked === null ? said === null || said === undefined : String(said) === asked

/** What it says the tenant is now has to be what was asked for: an answer alone proves nothing. */
export const verdictOf = (answer: Answer, order: TenantOrder): ProvisionVerdict => {
  const refusal = refusalOfStack(answer)
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

/** gRPC's word for what isn't there, which comes in the body. */
const NOT_FOUND = 5

/** Whether the stack has no such tenant. A proxy before it says 404 as well, while the stack itself can't be reached. */
export const isNone = (answer: Answer): boolean =>
  answer.kind === 'answered' && answer.status === 404 && objectOf(answer.text)?.['code'] === NOT_FOUND

export const refusalOfStack = (answer: Answer): ProvisionRefusal | null =>
  answer.kind === 'answered' && answer.status === 404 && !isNone(answer)
    ? { verdict: 'later', why: `HTTP 404 came from something else than ${WHO}.` }
    : refusalOf(WHO, answer)

const hasLimit = (said: unknown): boolean => said !== null && said !== undefined

export const describedOf = (answer: Answer, tenantId: string): DescribeVerdict => {
  const said = answer.kind === 'answered' ? objectOf(answer.text) : null
  const ids = said && isObject(said['ids']) ? said['ids'] : {}
  if (!said || ids['tenant_id'] !== tenantId)
    return { verdict: 'later', why: `${WHO} told of another tenant than was asked for.` }
  // What has its initial value may be left out.
  const { state = 'STATE_REQUESTED' } = said
  if (typeof state !== 'string') return { verdict: 'later', why: `${WHO} told a state that can’t be read.` }
  const limits = [...FIELDS]
    .filter(([, field]) => hasLimit(said[field]))
    .map(([key, field]) => [key, Number(said[field])] as const)
  if (!limits.every(([, count]) => Number.isSafeInteger(count)))
    return { verdict: 'later', why: `${WHO} told a limit that can’t be read.` }
  const states = TENANT_STATES.filter((ours) => STATES[ours] === state)
  return { verdict: 'told', tenant: { states, said: states[0] ?? state, limits: Object.fromEntries(limits) } }
}
