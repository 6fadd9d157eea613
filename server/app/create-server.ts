import { randomUUID } from 'node:crypto'
import cookie from '@fastify/cookie'
import rateLimit from '@fastify/rate-limit'
import { ERRORS, type ErrorCode } from '@countersign/shared/errors'
import { fastifyTRPCPlugin, type FastifyTRPCPluginOptions } from '@trpc/server/adapters/fastify'
import Fastify, { type FastifyInstance } from 'fastify'
import { isDatabaseReady } from '../adapters/database/is-database-ready.ts'
import { registerAuditRoutes } from '../features/audit-log/routes.ts'
import { registerLicenseRoutes } from '../features/instances/routes.ts'
import { registerReleaseRoutes } from '../features/license-desk/routes.ts'
import { registerMeteringRoutes } from '../features/metering/routes.ts'
import { authenticate, registerStaffRoutes, type SignInOptions } from '../features/staff/routes.ts'
import { registerWebhookRoutes } from '../features/webhooks/routes.ts'
import type { Kernel } from '../kernel/context.ts'
import { AppError } from '../kernel/errors.ts'
import { codeOfFailure, logFailure } from '../kernel/log-failure.ts'
import { registerStreamEnd } from './end-streams.ts'
import { EVENTS } from './events.ts'
import { type EmbeddedGuard, registerEmbeddedGuard } from './guard-origin.ts'
import { registerMetrics } from './metrics.ts'
import { registerDesk } from './serve-desk.ts'
import { type AppRouter, appRouter } from './staff-router.ts'

export interface ServerOptions {
  readonly signIn: SignInOptions
  readonly trustedProxies: readonly string[]
  readonly metricsToken: string | null
  /** What a build proves itself with to register releases; null = it can't. */
  readonly releaseToken?: string | null
  /** Signing secrets by the name of their endpoint. */
  readonly webhookSecrets: ReadonlyMap<string, readonly string[]>
  /** Where the built renderer lies; null = no browser desk here. */
  readonly deskFolder: string | null
  /** Set on the embedded companion only. */
  readonly embedded: EmbeddedGuard | null
}

const BODY_LIMIT_BYTES = 1_048_576
const REQUESTS_PER_MINUTE = 1200

const SAFE_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
} as const

/** REST errors say what tRPC's say: code, text, what next, and an id to copy. */
const registerErrors = (app: FastifyInstance, kernel: Kernel): void => {
  const body = (code: ErrorCode, requestId: string, data: unknown) => ({
    error: { code, message: ERRORS[code].text, next: ERRORS[code].next, requestId, ...(data ? { refusal: data } : {}) },
  })
  app.setErrorHandler((error, request, reply) => {
    logFailure(kernel.log, { requestId: request.id, path: request.routeOptions.url }, error)
    const code = codeOfFailure(error)
    const data = error instanceof AppError ? error.data : undefined
    return reply.code(ERRORS[code].status).send(body(code, request.id, data))
  })
  app.setNotFoundHandler((request, reply) => reply.code(404).send(body('NOT_FOUND', request.id, undefined)))
}

const registerHealth = (app: FastifyInstance, kernel: Kernel): void => {
  /** The process answers. */
  app.get('/healthz', () => ({ status: 'ok' }))
  /** It can work: its database answers. */
  app.get('/readyz', async (_request, reply) => {
    const isReady = await isDatabaseReady(kernel.db)
    return reply.code(isReady ? 200 : 503).send({ status: isReady ? 'ready' : 'database unavailable' })
  })
}

const registerTrpc = (app: FastifyInstance, kernel: Kernel): Promise<void> =>
  app.register(fastifyTRPCPlugin, {
    prefix: '/trpc',
    trpcOptions: {
      router: appRouter,
      // One call, one request: limits and the log stay one to one.
      allowBatching: false,
      // A long query comes as a POST: an address has no room for it.
      allowMethodOverride: true,
      createContext: async ({ req }) => ({
        kernel,
        staff: await authenticate(kernel, req),
        requestId: req.id,
        address: req.ip,
      }),
      // What fails before there is a context, as signing in does, passes no procedure that could log it.
      onError: ({ error, ctx, path, req }) => {
        if (!ctx) logFailure(kernel.log, { requestId: req.id, path }, error.cause ?? error)
      },
    } satisfies FastifyTRPCPluginOptions<AppRouter>['trpcOptions'],
  }) as unknown as Promise<void>

/** The companion's HTTP face: staff API, sign-in, audit export, health, metrics and the browser desk. */
export const createServer = async (kernel: Kernel, options: ServerOptions): Promise<FastifyInstance> => {
  const app = Fastify({
    bodyLimit: BODY_LIMIT_BYTES,
    requestTimeout: 30_000,
    routerOptions: { maxParamLength: 200 },
    genReqId: () => randomUUID(),
    logger: false,
    trustProxy: options.trustedProxies.length > 0 ? [...options.trustedProxies] : false,
  })
  registerErrors(app, kernel)
  registerStreamEnd(app)
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id })
  })
  if (options.embedded) registerEmbeddedGuard(app, options.embedded)
  await app.register(cookie)
  await app.register(rateLimit, { max: REQUESTS_PER_MINUTE, timeWindow: '1 minute' })
  const metrics = registerMetrics(app, kernel, options.metricsToken)
  registerHealth(app, kernel)
  await registerTrpc(app, kernel)
  registerStaffRoutes(app, kernel, options.signIn)
  registerAuditRoutes(app, kernel, { authenticate })
  registerMeteringRoutes(app, kernel)
  registerWebhookRoutes(app, kernel, {
    secrets: options.webhookSecrets,
    isWanted: (type) => EVENTS.has(type),
    count: (outcome) => metrics.countWebhook(outcome),
  })
  registerReleaseRoutes(app, kernel, options.releaseToken ?? null)
  registerLicenseRoutes(app, kernel, { count: (call, outcome) => metrics.countLicense(call, outcome) })
  await registerDesk(app, options.deskFolder)
  return app
}
