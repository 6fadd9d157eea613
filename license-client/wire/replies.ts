// The answers of `/v1/licenses`, read by hand: a field that we don't know is passed over, one that we need has its form.

export interface Notice {
  readonly code: string
  readonly text: string
  /** The time or day that it names. */
  readonly at: string | null
}

export interface Plan {
  readonly revision: string
  readonly kind: string
  readonly plan: string
  readonly limits: Readonly<Record<string, number>>
  readonly supportPriority: string | null
  readonly hasMultiTenancy: boolean
  readonly seats: { readonly production: number; readonly development: number }
  readonly updatesUntil: string | null
}

export interface Served {
  readonly verdict: 'ok'
  /** Only in the answer to an activation. */
  readonly instanceId: string | null
  readonly token: string
  readonly lease: string
  readonly checkEveryMs: number
  readonly plan: Plan | null
  readonly notices: readonly Notice[]
}

export interface Refused {
  readonly verdict: 'refused'
  readonly code: string
  readonly text: string
  readonly next: string
  readonly retryAfterMs: number | null
  /** As the server gave them: which version is covered, which count is over. */
  readonly details: Readonly<Record<string, unknown>>
}

type Body = Readonly<Record<string, unknown>>

export const isBody = (value: unknown): value is Body =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isText = (value: unknown): value is string => typeof value === 'string'
const isTextOrNull = (value: unknown): value is string | null => value === null || isText(value)
const isCount = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const SHORTEST_INTERVAL_MS = 1000
const LONGEST_INTERVAL_MS = 24 * 3_600_000

const limitsOf = (value: unknown): Record<string, number> | null => {
  if (!isBody(value)) return null
  const entries = Object.entries(value).filter((entry): entry is [string, number] => isCount(entry[1]))
  return entries.length === Object.keys(value).length ? Object.fromEntries(entries) : null
}

const seatsOf = (value: unknown): Plan['seats'] | null => {
  const { production, development } = isBody(value) ? value : {}
  return isCount(production) && isCount(development) ? { production, development } : null
}

const namesOf = ({ revision, kind, plan }: Body) =>
  isText(revision) && isText(kind) && isText(plan) ? { revision, kind, plan } : null

export const planOf = (value: unknown): Plan | null => {
  if (!isBody(value)) return null
  const { supportPriority, hasMultiTenancy, updatesUntil } = value
  const names = namesOf(value)
  const limits = limitsOf(value['limits'])
  const seats = seatsOf(value['seats'])
  if (names === null || limits === null || seats === null || typeof hasMultiTenancy !== 'boolean') return null
  if (!isTextOrNull(supportPriority) || !isTextOrNull(updatesUntil)) return null
  return { ...names, limits, supportPriority, hasMultiTenancy, seats, updatesUntil }
}

export const noticesOf = (value: unknown): readonly Notice[] => {
  if (!Array.isArray(value)) return []
  return value
    .filter(isBody)
    .flatMap(({ code, text, at }) => (isText(code) && isText(text) ? [{ code, text, at: isText(at) ? at : null }] : []))
}

const refusedOf = ({ code, text, next, retryAfterSeconds, details }: Body): Refused | null =>
  isText(code) && isText(text)
    ? {
        verdict: 'refused',
        code,
        text,
        next: isText(next) ? next : '',
        retryAfterMs: isCount(retryAfterSeconds) ? Math.max(0, retryAfterSeconds * 1000) : null,
        details: isBody(details) ? details : {},
      }
    : null

const servedOf = (body: Body): Served | null => {
  const { token, lease, checkEverySeconds, instance, plan, notices } = body
  if (!isText(token) || !isText(lease) || !isCount(checkEverySeconds)) return null
  const interval = Math.min(LONGEST_INTERVAL_MS, Math.max(SHORTEST_INTERVAL_MS, checkEverySeconds * 1000))
  const instanceId = isText(instance) ? instance : null
  const common = { token, lease, checkEveryMs: interval, notices: noticesOf(notices) }
  return { verdict: 'ok', instanceId, plan: planOf(plan), ...common }
}

/** null where it is no refusal of the rules. */
export const readRefusal = (body: unknown): Refused | null =>
  isBody(body) && body['verdict'] === 'refused' ? refusedOf(body) : null

/** null where it is neither a lease nor a refusal. */
export const readReply = (body: unknown): Served | Refused | null => {
  if (!isBody(body)) return null
  return body['verdict'] === 'ok' ? servedOf(body) : readRefusal(body)
}
