import type { FastifyRequest } from 'fastify'
import { AppError } from '../../kernel/errors.ts'
import { isForeignOrigin, isSameOrigin, type RequestOrigin } from './origin-rules.ts'

const one = (value: string | string[] | undefined): string | undefined => (Array.isArray(value) ? value[0] : value)

/**
 * Throws CROSS_SITE. `by: 'cookie'` for what a cookie authenticates (custom header and own origin); `by: 'body'` for what
 * carries its own proof, where only a named foreign origin is refused.
 */
export const checkSameOrigin = (request: FastifyRequest, by: 'cookie' | 'body' = 'cookie'): void => {
  const deskUrl = request.server.deskUrl()
  const named: RequestOrigin = {
    method: request.method,
    origin: request.headers.origin,
    fetchSite: one(request.headers['sec-fetch-site']),
    client: one(request.headers['x-countersign-client']),
  }
  const isRefused = by === 'cookie' ? !isSameOrigin(named, deskUrl) : isForeignOrigin(named, deskUrl)
  if (isRefused) throw new AppError('CROSS_SITE')
}
