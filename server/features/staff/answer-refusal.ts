import { ERRORS } from '@countersign/shared/errors'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { tellRefusal } from './tell-refusal.ts'

/** Turns what a sign-in endpoint threw into the catalogue's status and words. */
export const answerRefusal = (
  kernel: Kernel,
  error: unknown,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
) => {
  const code = tellRefusal(kernel, error, request)
  const { status, text, next } = ERRORS[code]
  const data = error instanceof AppError ? error.data : undefined
  const retryAfterMs = data?.['retryAfterMs']
  if (typeof retryAfterMs === 'number') reply.header('retry-after', String(Math.ceil(retryAfterMs / 1000)))
  const body = { code, message: text, next, requestId: request.id, ...(data ? { refusal: data } : {}) }
  return reply.status(status).send({ error: body })
}
