import { AuthorizationResponseError, ClientError, ResponseBodyError } from 'openid-client'
import { GatewayError, type GatewayFailure } from '../../kernel/errors.ts'

// Codes of answers that were understood and are not to be trusted. Whatever else fails is the provider or the network.
const DISTRUSTED = new Set([
  'OAUTH_JWT_TIMESTAMP_CHECK_FAILED',
  'OAUTH_JWT_CLAIM_COMPARISON_FAILED',
  'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED',
  'OAUTH_KEY_SELECTION_FAILED',
  'OAUTH_INVALID_RESPONSE',
])

const codeOf = (error: unknown): string => (error instanceof ClientError ? (error.code ?? '') : '')

/** For the log: our library's code, or the provider's own if it is one of the protocol's words. */
const describeFailure = (error: unknown): string => {
  if (error instanceof AuthorizationResponseError || error instanceof ResponseBodyError) {
    return /^[a-z_]{1,40}$/.test(error.error) ? error.error : 'refused by the provider'
  }
  return codeOf(error) || (error instanceof Error ? error.name : 'unknown')
}

const isRefusal = (error: unknown): boolean =>
  error instanceof AuthorizationResponseError ||
  (error instanceof ResponseBodyError && error.status < 500) ||
  DISTRUSTED.has(codeOf(error))

const failureOf = (error: unknown): GatewayFailure => {
  if (codeOf(error) === 'OAUTH_TIMEOUT') return 'timed-out'
  if (error instanceof TypeError) return 'unreachable'
  return error instanceof ClientError ? 'nonsense' : 'failed'
}

export type Asked<T> = { readonly answer: T } | { readonly refusal: string }

/**
 * Runs one conversation with the provider. That it said no, or that its answer doesn't hold, is a value; that it couldn't be
 * had is a gateway failure.
 */
export const askProvider = async <T>(ask: () => Promise<T>): Promise<Asked<T>> => {
  try {
    return { answer: await ask() }
  } catch (cause) {
    const detail = describeFailure(cause)
    if (isRefusal(cause)) return { refusal: detail }
    throw new GatewayError('identity-provider', failureOf(cause), { retryable: true, detail, cause })
  }
}
