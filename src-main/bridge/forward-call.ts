import type { BridgeErrorShape } from '@countersign/shared/bridge'
import { createTRPCUntypedClient, httpLink, splitLink } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import type { AnswerCall } from './answer-call.ts'
import { boundedFetch } from './bounded-fetch.ts'
import { forwardSubscription } from './forward-subscription.ts'
import { lostAnswer, upstreamShape } from './lost-answer.ts'
import { goneRefusal, type OpenUpstream, type Upstream } from './upstream.ts'

/** Node refuses request lines and headers beyond 16 KiB; a pasted ticket as a query's input is longer. */
const MAX_INPUT_IN_URL = 4096

const isLong = (input: unknown): boolean => JSON.stringify(input ?? null).length > MAX_INPUT_IN_URL

/** One HTTP request per call, never batched, so that limits and audit entries stay one to one. */
const clientFor = ({ url, headers }: Upstream) => {
  const options = { url: `${url}/trpc`, headers, fetch: boundedFetch }
  return createTRPCUntypedClient<AnyTRPCRouter>({
    links: [
      splitLink({
        condition: ({ type, input }) => type === 'query' && isLong(input),
        true: httpLink({ ...options, methodOverride: 'POST' }),
        false: httpLink(options),
      }),
    ],
  })
}

/** Not when the call went out without a token, or with one that has been replaced since. */
const isTokenRefused = ({ data }: BridgeErrorShape, { headers, gone }: Upstream): boolean =>
  data.code === 'SIGN_IN_REQUIRED' && 'authorization' in headers && !gone.aborted

export interface ForwardOptions {
  readonly openUpstream: OpenUpstream
  /** The companion no longer takes the token: the session ended there. */
  readonly onTokenRefused: () => void
}

/** Answers everything that is the companion's, and lets its errors through as they are. */
export const createForwarder =
  ({ openUpstream, onTokenRefused }: ForwardOptions): AnswerCall =>
  async (call, signal, post) => {
    const upstream = await openUpstream(signal)
    if (signal.aborted) return
    const refuse = (error: unknown): void => {
      const shape = upstreamShape(error)
      if (!shape) throw upstream.gone.aborted ? goneRefusal(upstream.gone) : lostAnswer(error, call.type)
      if (isTokenRefused(shape, upstream)) onTokenRefused()
      post({ kind: 'error', error: shape })
    }
    if (call.type === 'subscription') {
      return forwardSubscription({ call, upstream, signal, post }).catch(refuse)
    }
    const client = clientFor(upstream)
    // A mutation that is under way is not cut off by a sign-out elsewhere: its answer is still worth having.
    const until = call.type === 'query' ? AbortSignal.any([signal, upstream.gone]) : signal
    try {
      post({
        kind: 'result',
        data: await client[call.type === 'query' ? 'query' : 'mutation'](call.path, call.input, { signal: until }),
      })
    } catch (error) {
      if (!signal.aborted) refuse(error)
    }
  }
