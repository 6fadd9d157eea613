import { type BridgeCall, type BridgeErrorShape, errorShapeSchema, refusalShape } from '@countersign/shared/bridge'
import { createTRPCUntypedClient, httpSubscriptionLink, TRPCClientError } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { EventSource } from 'eventsource'
import type { ReplyBody } from './answer-call.ts'
import { upstreamShape } from './lost-answer.ts'
import { goneRefusal, type Upstream } from './upstream.ts'

interface SubscriptionForward {
  readonly call: BridgeCall
  readonly upstream: Upstream
  readonly signal: AbortSignal
  readonly post: (body: ReplyBody) => void
}

type StreamFetch = (url: string | URL, init: RequestInit) => Promise<Response>

/** EventSource keeps only the status of a refused stream; the companion's own words are in the body. */
const streamFetch =
  (upstream: Upstream, onRefused: (shape: BridgeErrorShape) => void): StreamFetch =>
  async (url, init) => {
    const headers = { ...Object.fromEntries(new Headers(init.headers)), ...upstream.headers }
    const response = await fetch(url, { ...init, headers, redirect: 'error' })
    if (response.ok) return response
    const body: unknown = await response.json().catch(() => null)
    const error = typeof body === 'object' && body !== null && 'error' in body ? body.error : null
    const shape = errorShapeSchema.safeParse(error)
    if (shape.success) onRefused(shape.data)
    return new Response(null, { status: response.status })
  }

/** Live updates: reconnecting and tracked items are the business of tRPC's own link, here in the main process. */
export const forwardSubscription = ({ call, upstream, signal, post }: SubscriptionForward): Promise<void> => {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  let refused: BridgeErrorShape | null = null
  const fetchStream = streamFetch(upstream, (shape) => {
    refused = shape
  })
  const client = createTRPCUntypedClient<AnyTRPCRouter>({
    links: [
      httpSubscriptionLink({
        url: `${upstream.url}/trpc`,
        EventSource,
        eventSourceOptions: { fetch: fetchStream },
      }),
    ],
  })
  const stream = client.subscription(call.path, call.input, {
    onStarted: () => post({ kind: 'started' }),
    onData: (data) => post({ kind: 'event', data }),
    onStopped: () => post({ kind: 'stopped' }),
    onComplete: resolve,
    onError: (error) => reject(refused ? TRPCClientError.from({ error: refused }) : error),
    onConnectionStateChange: ({ state, error }) => {
      if (state === 'idle') return
      const shape = error && (upstreamShape(error) ?? refusalShape('SERVER_UNREACHABLE', call.path))
      post({ kind: 'connection', state, error: shape })
    },
  })
  const stop = () => {
    // Rejecting first: unsubscribing completes the stream, which would look like an orderly end.
    if (!signal.aborted) reject(goneRefusal(upstream.gone))
    resolve()
    stream.unsubscribe()
  }
  const until = AbortSignal.any([signal, upstream.gone])
  if (until.aborted) stop()
  until.addEventListener('abort', stop, { once: true })
  return promise.finally(() => until.removeEventListener('abort', stop))
}
