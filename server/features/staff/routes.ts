import { timingSafeEqual } from 'node:crypto'
import {
  firstRunSchema,
  localSignInSchema,
  oidcFinishSchema,
  oidcStartSchema,
  type Confirmed,
  type SignedIn,
} from '@countersign/shared/features/staff'
import { toIso } from '@countersign/shared/times'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteShorthandOptions } from 'fastify'
import type { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { authenticateRequest } from './authenticate-request.ts'
import { checkSameOrigin } from './check-same-origin.ts'
import { readCookie, writeCookie } from './cookie-rules.ts'
import { createFirstAdmin } from './create-first-admin.ts'
import { describeDevice } from './device-rules.ts'
import type { OidcOptions } from './discover-provider.ts'
import { endSession } from './end-session.ts'
import { type ConfirmedSession, finishOidcSignIn } from './finish-oidc-sign-in.ts'
import { listSignInMethods } from './list-sign-in-methods.ts'
import { deskRedirectUri, isLoopbackRedirect, OIDC_SIGN_IN_LIVE_MS } from './oidc-rules.ts'
import type { Door, OpenedSession } from './open-session.ts'
import { answerRefusal } from './answer-refusal.ts'
import { signInLocal } from './sign-in-local.ts'
import { startOidcSignIn } from './start-oidc-sign-in.ts'
import { tellRefusal } from './tell-refusal.ts'

export { authenticateRequest as authenticate } from './authenticate-request.ts'

export interface SignInOptions {
  /** Where browsers reach this companion. A function where the port is only known once it listens. */
  readonly publicUrl: string | (() => string)
  /** Off: only the identity provider. */
  readonly hasLocal?: boolean
  /** Whether `/auth/methods` tells the sample accounts; it never does except embedded and in TEST mode. */
  readonly hasSampleAccounts?: boolean
  readonly oidc: OidcOptions | null
  /**
   * Whether the first administrator may be made over the network. By default only on the embedded companion: on a hosted
   * one whoever came first would own it.
   */
  readonly isFirstRunOpen?: boolean
}

const MAX_BODY_BYTES = 16 * 1024
// A name is shown in lists and logs; PostgreSQL takes no null byte.
const visibleFirstRun = firstRunSchema.extend({ name: firstRunSchema.shape.name.regex(/^\P{Cc}+$/u) })

const parse = <T extends z.ZodType>(schema: T, body: unknown): z.output<T> => {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const issues = result.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }))
  throw new AppError('INPUT_INVALID', { data: { issues } })
}

const isBrowser = (request: FastifyRequest) => request.headers['x-countersign-client'] === 'browser'

const doorOf = (request: FastifyRequest, isFromBrowser: boolean): Door => ({
  address: request.ip,
  device: describeDevice(request.headers['user-agent'], isFromBrowser),
  requestId: request.id,
})

/** Binds a sign-in at the provider to the browser that began it, so that nobody is signed in as somebody else by a link. */
const browserProof = (kernel: Kernel, state: string) => kernel.keys.mac('oidc-browser', state)

const isSameText = (one: string, other: string): boolean =>
  one.length === other.length && timingSafeEqual(Buffer.from(one), Buffer.from(other))

const setSession = (kernel: Kernel, reply: FastifyReply, opened: OpenedSession, publicUrl: string) => {
  const maxAgeMs = opened.actor.sessionExpiresAt - kernel.clock.now()
  return reply.header('set-cookie', writeCookie('session', opened.token, maxAgeMs, publicUrl))
}

/** The token goes to the desktop in the body; to the browser in a cookie that no script can read. */
const answerSignedIn = (
  kernel: Kernel,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  opened: OpenedSession | ConfirmedSession,
): SignedIn | Confirmed => {
  if ('confirmedAt' in opened) return { confirmedAt: toIso(opened.confirmedAt) }
  const { id, name, email, roles, sessionExpiresAt } = opened.actor
  const answer = { expiresAt: toIso(sessionExpiresAt), staff: { id, name, email, roles: [...roles] } }
  if (!isBrowser(request)) return { token: opened.token, ...answer }
  setSession(kernel, reply, opened, request.server.deskUrl())
  return answer
}

const registerLocal = (app: FastifyInstance, kernel: Kernel, options: SignInOptions): void => {
  const hasLocal = options.hasLocal ?? true
  const isFirstRunOpen = hasLocal && (options.isFirstRunOpen ?? kernel.settings.isEmbedded)

  const offered = {
    hasLocal,
    hasSampleAccounts: options.hasSampleAccounts ?? true,
    oidcName: options.oidc?.name ?? null,
    isFirstRunOpen,
  }

  app.get('/methods', () => listSignInMethods(kernel, offered))

  app.post('/local', async (request, reply) => {
    if (!hasLocal) throw new AppError('NOT_FOUND', { detail: 'local sign-in is switched off' })
    const input = parse(localSignInSchema, request.body)
    const opened = await signInLocal(kernel, input, doorOf(request, isBrowser(request)))
    return answerSignedIn(kernel, { request, reply }, opened)
  })

  app.post('/first-run', async (request, reply) => {
    if (!isFirstRunOpen) throw new AppError('FIRST_RUN_CLOSED')
    const input = parse(visibleFirstRun, request.body)
    const { totp, ...opened } = await createFirstAdmin(kernel, input, doorOf(request, isBrowser(request)))
    return { ...answerSignedIn(kernel, { request, reply }, opened), totp }
  })

  app.post('/sign-out', async (request, reply) => {
    const staff = await authenticateRequest(kernel, request)
    if (staff) await endSession(kernel, staff, request.id)
    if (isBrowser(request)) reply.header('set-cookie', writeCookie('session', '', 0, app.deskUrl()))
    return { isDone: true }
  })
}

const registerOidc = (app: FastifyInstance, kernel: Kernel, options: SignInOptions): void => {
  const isDeskRedirect = (uri: string) => uri === deskRedirectUri(app.deskUrl())

  app.post('/oidc/start', async (request, reply) => {
    const { redirectUri, isConfirmation } = parse(oidcStartSchema, request.body)
    const isServed = isBrowser(request) ? isDeskRedirect(redirectUri) : isLoopbackRedirect(redirectUri)
    if (!isServed) throw new AppError('INPUT_INVALID', { detail: 'redirect not allowed' })
    const staff = isConfirmation ? await authenticateRequest(kernel, request) : null
    if (isConfirmation && !staff) throw new AppError('SIGN_IN_REQUIRED')
    const from = { redirectUri, address: request.ip, confirmsSessionId: staff?.sessionId ?? null }
    const started = await startOidcSignIn(kernel, options.oidc, from)
    if (isBrowser(request)) {
      const proof = browserProof(kernel, started.state)
      reply.header('set-cookie', writeCookie('oidc', proof, OIDC_SIGN_IN_LIVE_MS, app.deskUrl()))
    }
    return started
  })

  app.post('/oidc/finish', async (request, reply) => {
    const finished = { ...parse(oidcFinishSchema, request.body), servesRedirect: isLoopbackRedirect }
    const opened = await finishOidcSignIn(kernel, options.oidc, finished, doorOf(request, false))
    return answerSignedIn(kernel, { request, reply }, opened)
  })

  // A person looks at this answer, so a refusal leads back to the desk, which has words for the code.
  const errorHandler: RouteShorthandOptions['errorHandler'] = (error, request, reply) => {
    const code = tellRefusal(kernel, error, request)
    return reply.header('set-cookie', writeCookie('oidc', '', 0, app.deskUrl())).redirect(`/desk/?refused=${code}`, 303)
  }

  app.get('/oidc/callback', { errorHandler }, async (request, reply) => {
    const publicUrl = app.deskUrl()
    const callbackUrl = new URL(request.url, publicUrl)
    const state = callbackUrl.searchParams.get('state') ?? ''
    const proof = readCookie(request.headers.cookie, 'oidc', publicUrl)
    if (proof === null || !isSameText(proof, browserProof(kernel, state))) throw new AppError('OIDC_REFUSED')
    const finished = { state, callbackUrl: callbackUrl.href, servesRedirect: isDeskRedirect }
    const opened = await finishOidcSignIn(kernel, options.oidc, finished, doorOf(request, true))
    if (!('confirmedAt' in opened)) setSession(kernel, reply, opened, publicUrl)
    return reply.header('set-cookie', writeCookie('oidc', '', 0, publicUrl)).redirect('/desk/', 303)
  })
}

/** The doors below /auth: REST, since nobody has a session there yet. */
export const registerStaffRoutes = (app: FastifyInstance, kernel: Kernel, options: SignInOptions): void => {
  const { publicUrl } = options
  app.decorate('deskUrl', typeof publicUrl === 'string' ? () => publicUrl : publicUrl)
  const registerDoors = async (auth: FastifyInstance) => {
    auth.setErrorHandler((error, request, reply) => answerRefusal(kernel, error, { request, reply }))
    auth.addHook('onRoute', (route) => {
      route.bodyLimit = MAX_BODY_BYTES
    })
    auth.addHook('onRequest', async (request, reply) => {
      reply.header('cache-control', 'no-store')
      if (request.method === 'POST') checkSameOrigin(request, isBrowser(request) ? 'cookie' : 'body')
    })
    registerLocal(auth, kernel, options)
    registerOidc(auth, kernel, options)
  }
  void app.register(registerDoors, { prefix: '/auth' })
}
