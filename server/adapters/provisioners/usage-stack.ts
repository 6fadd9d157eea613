import type { PulledTotal, UsageAnswer, UsageSource } from '../../ports/usage-source.ts'
import { objectOf, refusalOf } from './read-answer.ts'
import { type Answer, sendRequest } from './send-request.ts'
import type { StackOptions } from './the-things-stack.ts'

const WHO = 'The Things Stack'

/** Asked with a key of the whole cluster: what is refused for one tenant is refused for all. */
const OF_ALL = new Set([401, 403])
const MOST_A_REPORT = 100

const FIELDS: ReadonlyArray<readonly [string, string]> = [
  ['applications', 'applications'],
  ['clients', 'clients'],
  ['end_devices', 'end-devices'],
  ['gateways', 'gateways'],
  ['organizations', 'organizations'],
  ['users', 'users'],
]
const ACTIVATED = 'activated_end_devices'

const countIn = (said: Readonly<Record<string, unknown>>, field: string): number | null => {
  // Protocol buffers leave a zero out, and write a 64-bit number as text.
  const value = Number(said[field] ?? 0)
  return Number.isSafeInteger(value) && value >= 0 ? value : null
}

/** null: not an answer to what was asked. Older servers don't know activated devices: then nothing is said of them. */
const countsOf = (text: string): Record<string, number> | null => {
  const said = objectOf(text)
  if (!said) return null
  const counts = FIELDS.map(([field, counter]) => [counter, countIn(said, field)] as const)
  const known = counts.filter((entry): entry is readonly [string, number] => entry[1] !== null)
  if (known.length !== counts.length) return null
  const all = Object.fromEntries(known)
  const isActivatedTold = said[ACTIVATED] !== undefined || all['end-devices'] === 0
  const activated = countIn(said, ACTIVATED)
  return isActivatedTold && activated !== null ? { ...all, 'activated-end-devices': activated } : all
}

const readingOf = (tenantId: string, answer: Answer): { total: PulledTotal } | { why: string; isOfAll: boolean } => {
  const refusal = refusalOf(WHO, answer)
  if (refusal) {
    const isOfAll = answer.kind !== 'answered' || OF_ALL.has(answer.status)
    return { why: `${refusal.why} It was asked about “${tenantId}”.`, isOfAll }
  }
  const counts = countsOf(answer.kind === 'answered' ? answer.text : '')
  if (!counts) return { why: `${WHO} answered with no counts for “${tenantId}”.`, isOfAll: false }
  return { total: { tenantId, measuredAt: null, counts } }
}

/** Reads the registry totals of each tenant from the Identity Server: registered entities, and activated end devices. */
export const createUsageStack = ({ url, adminKey, ...sending }: StackOptions): UsageSource => {
  const base = `${url.replace(/\/$/, '')}/api/v3/tenants`
  const headers = { authorization: `TenantAdminKey ${adminKey}` }
  const ask = (tenantId: string) => {
    const address = new URL(`${base}/${encodeURIComponent(tenantId)}/registry-totals`)
    return sendRequest({ url: address, method: 'GET', headers, body: '' }, sending)
  }
  return {
    pull: async function* (tenantIds): AsyncIterable<UsageAnswer> {
      let totals: PulledTotal[] = []
      for await (const tenantId of tenantIds) {
        const read = readingOf(tenantId, await ask(tenantId))
        if ('total' in read) totals.push(read.total)
        else yield { verdict: 'failed', why: read.why }
        if ('why' in read && read.isOfAll) break
        if (totals.length < MOST_A_REPORT) continue
        yield { verdict: 'told', totals }
        totals = []
      }
      yield { verdict: 'told', totals }
    },
  }
}
