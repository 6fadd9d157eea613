import type {
  DescribeVerdict,
  ProvisionVerdict,
  TenantLimits,
  TenantOrder,
  TenantState,
} from '../../ports/provisioner.ts'
import { isObject, objectOf, refusalOf } from './read-answer.ts'
import type { Answer } from './send-request.ts'

type Applied = Extract<ProvisionVerdict, { verdict: 'applied' }>

const isNames = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((key) => typeof key === 'string')

/** What comes along with success; text: why it can't be read. */
const extrasOf = (said: Readonly<Record<string, unknown>>): Omit<Applied, 'verdict'> | string => {
  const ignored = said['ignoredLimits'] ?? []
  const invitationUrl = said['invitationUrl'] ?? null
  if (!isNames(ignored)) return 'ignored limits that are no list of names'
  if (invitationUrl === null) return { ignored }
  return typeof invitationUrl === 'string' ? { ignored, invitationUrl } : 'an invitation that is no address'
}

/** An empty answer takes our word; one that says something has to say the same as we did. */
export const echoOf = (who: string, text: string, order: TenantOrder): ProvisionVerdict => {
  if (text.trim() === '') return { verdict: 'applied', ignored: [] }
  const said = objectOf(text)
  if (!said) return { verdict: 'later', why: `${who} answered something that is no JSON object.` }
  if (said['tenantId'] !== order.tenantId || said['state'] !== order.state)
    return { verdict: 'later', why: `${who} answered with another tenant or state than was asked for.` }
  const extras = extrasOf(said)
  return typeof extras === 'string'
    ? { verdict: 'later', why: `${who} answered with ${extras}.` }
    : { verdict: 'applied', ...extras }
}

/** How services answer that know orders only, and not the question. */
const UNASKABLE = new Set([400, 404, 405, 422, 501])

export const refusalOfDescribe = (who: string, answer: Answer): DescribeVerdict | null =>
  answer.kind === 'answered' && UNASKABLE.has(answer.status) ? { verdict: 'untold' } : refusalOf(who, answer)

const STATES: ReadonlySet<string> = new Set<TenantState>(['active', 'flagged', 'suspended', 'archived'])

const isState = (text: string): text is TenantState => STATES.has(text)

/** null: no limits are told; undefined: what is told are none. */
const limitsOf = (said: unknown): TenantLimits | null | undefined => {
  if (said === undefined || said === null) return null
  if (!isObject(said)) return undefined
  const counts = Object.entries(said).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1]))
  return counts.length === Object.keys(said).length ? Object.fromEntries(counts) : undefined
}

/** `absent` says that there is no such tenant: a plain 404 may as well mean that nobody understood the question. */
export const describedOf = (who: string, text: string, tenantId: string): DescribeVerdict => {
  if (text.trim() === '') return { verdict: 'untold' }
  const said = objectOf(text)
  if (!said) return { verdict: 'later', why: `${who} told something that is no JSON object.` }
  const { tenantId: id, state } = said
  if (id !== tenantId) return { verdict: 'later', why: `${who} told of another tenant than was asked for.` }
  if (state === 'absent') return { verdict: 'told', tenant: null }
  const limits = limitsOf(said['limits'])
  if (typeof state !== 'string' || !isState(state) || limits === undefined)
    return { verdict: 'later', why: `${who} told a state or limits that can’t be read.` }
  return { verdict: 'told', tenant: { states: [state], said: state, limits } }
}
