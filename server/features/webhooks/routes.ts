import { createSecretKey, type KeyObject } from 'node:crypto'
import type { ErrorCode } from '@countersign/shared/errors'
import type { FastifyInstance } from 'fastify'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { codeOfFailure } from '../../kernel/log-failure.ts'
import { readStripeEvent, type StripeEvent } from '../../ports/stripe-event.ts'
import { checkSignature } from './check-signature.ts'
import { openInbox } from './open-inbox.ts'

export interface WebhookRouteOptions {
  /** Signing secrets by the name of their endpoint; an endpoint without one doesn't exist. */
  readonly secrets: ReadonlyMap<string, readonly string[]>
  readonly isWanted: (type: string) => boolean
  /** Told of every delivery how it was answered. */
  readonly count: (outcome: 'new' | 'known' | ErrorCode) => void
}

/** Whoever delivers here proves it by the signature. */
export const WEBHOOK_ROUTE = '/webhooks/stripe/:endpoint'

const BODY_LIMIT_BYTES = 1_048_576

const decoder = new TextDecoder('utf-8', { fatal: true })

const parseBody = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(decoder.decode(body))
  } catch {
    return null
  }
}

const readEvent = (body: Uint8Array, { stripe, settings }: Pick<Kernel, 'stripe' | 'settings'>): StripeEvent => {
  const raw = parseBody(body)
  const event = readStripeEvent(raw)
  if (event === null) throw new AppError('WEBHOOK_NO_EVENT')
  if (event.isLive !== (settings.mode === 'LIVE')) throw new AppError('WEBHOOK_OTHER_MODE')
  return { ...event, snapshot: stripe.readSnapshot(raw) }
}

const headerOf = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? undefined : value

/** Where Stripe delivers. What it says is believed for its signature, so no other limit stands before it. */
export const registerWebhookRoutes = (app: FastifyInstance, kernel: Kernel, options: WebhookRouteOptions): void => {
  const { isWanted, count } = options
  const keysOf = (secrets: readonly string[]) => secrets.map((secret) => createSecretKey(Buffer.from(secret, 'utf8')))
  const endpoints = new Map<string, KeyObject[]>([...options.secrets].map(([name, secrets]) => [name, keysOf(secrets)]))
  const inbox = openInbox(kernel, isWanted)
  void app.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body))
    scope.addHook('onError', async (_request, _reply, error) => count(codeOfFailure(error)))
    scope.post<{ Params: { endpoint: string } }>(
      WEBHOOK_ROUTE,
      { bodyLimit: BODY_LIMIT_BYTES, config: { rateLimit: false } },
      async ({ params: { endpoint }, headers, body }) => {
        const secrets = endpoints.get(endpoint)
        if (secrets === undefined) throw new AppError('NOT_FOUND')
        const bytes = body instanceof Uint8Array ? body : new Uint8Array()
        checkSignature({ header: headerOf(headers['stripe-signature']), body: bytes }, secrets, kernel.clock.now())
        const isNew = await inbox.accept({ endpoint, event: readEvent(bytes, kernel) })
        count(isNew ? 'new' : 'known')
        return { received: true }
      },
    )
  })
}
