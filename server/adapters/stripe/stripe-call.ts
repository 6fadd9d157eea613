import { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'

type Verdict = Pick<GatewayError, 'failure' | 'retryable'> & { detail: string }

const CLASSES: ReadonlyArray<[abstract new (...args: never[]) => Error, Verdict]> = [
  [Stripe.errors.StripeRateLimitError, { failure: 'rate-limited', retryable: true, detail: 'HTTP 429' }],
  [Stripe.errors.StripeAuthenticationError, { failure: 'key-refused', retryable: false, detail: 'HTTP 401' }],
  [Stripe.errors.StripePermissionError, { failure: 'key-refused', retryable: false, detail: 'HTTP 403' }],
  [Stripe.errors.StripeConnectionError, { failure: 'unreachable', retryable: true, detail: 'no answer' }],
  // Our own mapping stumbled over a member that the documentation promises.
  [TypeError, { failure: 'nonsense', retryable: true, detail: 'not the documented shape' }],
]

const verdictOfStatus = (error: Stripe.errors.StripeError): Verdict => {
  // The SDK has no code for an answer that isn't JSON: it is an API error to which no status was attached.
  if (error.statusCode === undefined) return { failure: 'nonsense', retryable: true, detail: 'not JSON' }
  const reason = error.code ?? error.rawType ?? ''
  const detail = `HTTP ${error.statusCode} ${reason}`.trim()
  if (error.statusCode >= 500) return { failure: 'failed', retryable: true, detail }
  return { failure: 'refused', retryable: false, detail }
}

const failureOf = (error: unknown): unknown => {
  if (error instanceof GatewayError) return error
  const known = CLASSES.find(([type]) => error instanceof type)?.[1]
  const verdict = known ?? (error instanceof Stripe.errors.StripeError ? verdictOfStatus(error) : null)
  if (!verdict) return error
  const { failure, ...rest } = verdict
  return new GatewayError('stripe', failure, { ...rest, cause: error })
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
