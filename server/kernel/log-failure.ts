import type { ErrorCode } from '@countersign/shared/errors'
import { AppError, errorCodeOf, GatewayError } from './errors.ts'
import type { Log } from './log.ts'

const statusOf = (cause: unknown): number =>
  cause instanceof Error && 'statusCode' in cause && typeof cause.statusCode === 'number' ? cause.statusCode : 500

/** The public code of what a request threw, also where the web server refused it: too large, of another type, no JSON. */
export const codeOfFailure = (cause: unknown): ErrorCode => {
  if (cause instanceof AppError || cause instanceof GatewayError) return errorCodeOf(cause)
  const status = statusOf(cause)
  if (status === 413) return 'TOO_LARGE'
  if (status === 429) return 'RATE_LIMITED'
  return status >= 400 && status < 500 ? 'INPUT_INVALID' : errorCodeOf(cause)
}

/** What each edge tells the log: refusals as info, a failing gateway as a warning, our own bugs as errors. */
export const logFailure = (log: Log, fields: { requestId: string; path: string | undefined }, cause: unknown): void => {
  const code = codeOfFailure(cause)
  if (cause instanceof AppError) return log.info({ ...fields, code, detail: cause.detail }, 'refused')
  if (cause instanceof GatewayError) return log.warn({ ...fields, code, failure: cause.message }, 'gateway failed')
  if (code === 'INTERNAL') return log.error({ ...fields, code, err: cause }, 'broken invariant')
  log.info({ ...fields, code }, 'refused')
}
