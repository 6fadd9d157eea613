import { Stripe } from 'stripe'
import { GatewayError, type StripeReason } from '../../kernel/errors.ts'

type Verdict = Pick<GatewayError, 'failure' | 'retryable'> & { detail: string }

const NONSENSE: Verdict = { failure: 'nonsense', retryable: true, detail: 'not the documented shape' }

const verdictOfConnection = ({ detail }: Stripe.errors.StripeError): Verdict => {
  const code = detail instanceof Error && 'code' in detail ? detail.code : null
  return { failure: code === 'ETIMEDOUT' ? 'timed-out' : 'unreachable', retryable: true, detail: 'no answer' }
}

/** The SDK's classes and Stripe's statuses and codes; the first that fits decides. */
const STATUSES: ReadonlyArray<[(error: Stripe.errors.StripeError, status: number) => boolean, Verdict['failure']]> = [
  [(_, status) => status === 401 || status === 403, 'key-refused'],
  // A lock is told with 409 or 429; both mean that the same request may be sent again.
  [(error, status) => status === 409 || error.code === 'lock_timeout', 'locked'],
  [(error) => error instanceof Stripe.errors.StripeRateLimitError, 'rate-limited'],
  [(error) => error instanceof Stripe.errors.StripeIdempotencyError, 'key-reused'],
  // 501 says that it can't be done at all, so nothing was begun.
  [(_, status) => status >= 500 && status !== 501, 'failed'],
]

const RETRYABLE: ReadonlySet<Verdict['failure']> = new Set(['locked', 'rate-limited', 'failed'])

const verdictOfStatus = (error: Stripe.errors.StripeError): Verdict => {
  const { statusCode: status } = error
  // The SDK has no code for an answer that isn't JSON: it is an API error to which no status was attached.
  if (status === undefined) return { failure: 'nonsense', retryable: true, detail: 'not JSON' }
  const failure = STATUSES.find(([fits]) => fits(error, status))?.[1] ?? 'refused'
  const detail = `HTTP ${status} ${error.code ?? error.rawType ?? ''}`.trim()
  return { failure, retryable: RETRYABLE.has(failure), detail }
}

const verdictOf = (error: unknown): Verdict | null => {
  if (error instanceof Stripe.errors.StripeConnectionError) return verdictOfConnection(error)
  if (error instanceof Stripe.errors.StripeError) return verdictOfStatus(error)
  // Our own mapping stumbled over a member that the documentation promises.
  return error instanceof TypeError ? NONSENSE : null
}

const reasonOf = (error: unknown, { failure }: Verdict): StripeReason | null => {
  if (!(error instanceof Stripe.errors.StripeError) || error.statusCode === undefined) return null
  return {
    status: error.statusCode,
    type: error.rawType ?? null,
    code: error.code ?? null,
    declineCode: error.decline_code ?? null,
    message: failure === 'key-refused' ? null : error.message,
    requestId: error.requestId ?? null,
  }
}

const failureOf = (error: unknown): unknown => {
  if (error instanceof GatewayError) return error
  const verdict = verdictOf(error)
  if (!verdict) return error
  const { failure, ...rest } = verdict
  return new GatewayError('stripe', failure, { ...rest, stripe: reasonOf(error, verdict), cause: error })
}

/** Asks Stripe; what goes wrong becomes a `GatewayError`, decided from the SDK's error classes. */
export const ask = async <T>(call: () => Promise<T>): Promise<T> => {
  try {
    return await call()
  } catch (error) {
    throw failureOf(error)
  }
}

const isMissing = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'resource_missing'

const isNothingUpcoming = (error: unknown): boolean =>
  error instanceof Stripe.errors.StripeInvalidRequestError && error.code === 'invoice_upcoming_none'

/** Like `ask`, but an object that Stripe doesn't know is null. */
export const askForOne = <T>(call: () => Promise<T>): Promise<T | null> =>
  ask(async () => {
    try {
      return await call()
    } catch (error) {
      if (isMissing(error) || isNothingUpcoming(error)) return null
      throw error
    }
  })

/** Refuses an answer that isn't the object we asked for: a proxy's page or a half-written body must not be believed. */
export const expectObject = <T extends { object: string }>(answer: T, object: T['object']): T => {
  if (answer?.object === object) return answer
  throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: `expected ${object}` })
}

export const expectList = <T extends { id: string }>(answer: { data: T[] }): T[] => {
  if (Array.isArray(answer?.data) && answer.data.every((row) => typeof row?.id === 'string')) return answer.data
  throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: 'expected a list' })
}

/** Stripe's seconds to ISO. */
export const isoOf = (seconds: number): string => new Date(seconds * 1000).toISOString()
export const isoOrNull = (seconds: number | null | undefined): string | null =>
  seconds === null || seconds === undefined ? null : isoOf(seconds)

/** The id, whether or not the object was expanded. */
export const idOf = (reference: string | { id: string } | null | undefined): string | null =>
  typeof reference === 'string' ? reference : (reference?.id ?? null)

/** A value inside a search query: quotes and backslashes are escaped, or they would end the string. */
export const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
