import type { ErrorCode } from '@countersign/shared/errors'
import type { FastifyRequest } from 'fastify'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, errorCodeOf, GatewayError } from '../../kernel/errors.ts'

const statusOf = (error: unknown): number =>
  error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500

const codeOf = (error: unknown): ErrorCode => {
  if (error instanceof AppError) return error.code
  if (error instanceof GatewayError && error.gateway === 'identity-provider') return 'IDENTITY_PROVIDER_UNREACHABLE'
  if (error instanceof GatewayError) return errorCodeOf(error)
  // What the web server itself refuses: a body too large, of another type, or no JSON.
  const status = statusOf(error)
  if (status === 413) return 'TOO_LARGE'
  return status >= 400 && status < 500 ? 'INPUT_INVALID' : 'INTERNAL'
}

const logFailure = (kernel: Kernel, code: ErrorCode, error: unknown, request: FastifyRequest) => {
  const fields = { requestId: request.id, path: request.routeOptions.url, code }
  if (error instanceof AppError) return kernel.log.info({ ...fields, detail: error.detail }, 'refused')
  if (error instanceof GatewayError) return kernel.log.warn({ ...fields, failure: error.message }, 'gateway failed')
  if (code === 'INTERNAL') return kernel.log.error({ ...fields, err: error }, 'broken invariant')
  kernel.log.info(fields, 'malformed request')
}

/** Tells the log what a sign-in endpoint threw, and the edge which code it is. */
export const tellRefusal = (kernel: Kernel, error: unknown, request: FastifyRequest): ErrorCode => {
  const code = codeOf(error)
  logFailure(kernel, code, error, request)
  return code
}
