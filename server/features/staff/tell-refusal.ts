import type { ErrorCode } from '@countersign/shared/errors'
import type { FastifyRequest } from 'fastify'
import type { Kernel } from '../../kernel/context.ts'
import { codeOfFailure, logFailure } from '../../kernel/log-failure.ts'

/** Tells the log what a sign-in endpoint threw, and the edge which code it is. */
export const tellRefusal = (kernel: Kernel, error: unknown, request: FastifyRequest): ErrorCode => {
  logFailure(kernel.log, { requestId: request.id, path: request.routeOptions.url }, error)
  return codeOfFailure(error)
}
