import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance } from 'fastify'
import { WEBHOOK_ROUTE } from '../features/webhooks/routes.ts'
import { AppError } from '../kernel/errors.ts'

export interface EmbeddedGuard {
  /** Known to the desktop's main process only; null where a browser has to come in. */
  readonly launchToken: string | null
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

/**
 * The embedded companion answers only who came through its own door: a Host that names the loopback (a rebound DNS name
 * doesn't), and, on the desktop, this launch's token.
 */
export const registerEmbeddedGuard = (app: FastifyInstance, guard: EmbeddedGuard): void => {
  const expected = guard.launchToken === null ? null : digest(guard.launchToken)
  app.addHook('onRequest', async (request) => {
    const host = request.headers.host ?? ''
    if (!/^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(host)) throw new AppError('CROSS_SITE', { detail: 'host' })
    // Stripe's sandbox doesn't know the token; its deliveries are signed.
    if (expected === null || request.routeOptions.url === WEBHOOK_ROUTE) return
    const given = digest(String(request.headers['x-countersign-launch'] ?? ''))
    if (!timingSafeEqual(given, expected)) throw new AppError('CROSS_SITE', { detail: 'launch token' })
  })
}
