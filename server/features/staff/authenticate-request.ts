import type { FastifyRequest } from 'fastify'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { checkSameOrigin } from './check-same-origin.ts'
import { readCookie } from './cookie-rules.ts'
import { readSession } from './read-session.ts'

const bearerOf = (request: FastifyRequest): string | null =>
  /^Bearer ([A-Za-z0-9_-]{1,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? null

declare module 'fastify' {
  interface FastifyInstance {
    /** Where browsers reach this companion; set by `registerStaffRoutes`. */
    deskUrl(): string
  }
}

/**
 * Who asks, or null. A Bearer token comes from the desktop; a cookie comes from the browser desk, and with it the request has
 * to prove that our page made it, else CROSS_SITE. A dead cookie is nobody, not an error.
 */
export const authenticateRequest = async (kernel: Kernel, request: FastifyRequest): Promise<StaffActor | null> => {
  const bearer = bearerOf(request)
  if (bearer !== null) return readSession(kernel, bearer)
  const deskUrl = request.server.deskUrl()
  const cookie = readCookie(request.headers.cookie, 'session', deskUrl)
  if (cookie === null) return null
  checkSameOrigin(request)
  return readSession(kernel, cookie)
}
