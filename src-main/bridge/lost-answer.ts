import { type BridgeErrorShape, errorShapeSchema } from '@countersign/shared/bridge'
import type { ErrorCode } from '@countersign/shared/errors'
import { TRPCClientError } from '@trpc/client'
import { ForeignAnswerError } from './bounded-fetch.ts'
import { Refusal } from './refusal.ts'

/** Failures before a byte of the request left: nothing can have happened at the other end. */
const NEVER_SENT: ReadonlySet<unknown> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** What a proxy or the companion's outer defences say in a shape that isn't tRPC's. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  401: 'SIGN_IN_REQUIRED',
  413: 'TOO_LARGE',
  429: 'RATE_LIMITED',
}

const errorChain = (error: unknown): Error[] => {
  const chain: Error[] = []
  for (let link = error; link instanceof Error && chain.length < 5; link = link.cause) chain.push(link)
  return chain
}

const wasNeverSent = (error: unknown): boolean =>
  errorChain(error).some((link) => 'code' in link && NEVER_SENT.has(link.code))

const statusOf = (error: unknown): number | undefined => {
  const foreign = errorChain(error).find((link) => link instanceof ForeignAnswerError)
  if (foreign) return foreign.status
  const response = error instanceof TRPCClientError ? error.meta?.response : undefined
  return response instanceof Response ? response.status : undefined
}

/** The companion's own error, unchanged, or null where what failed wasn't the companion's verdict. */
export const upstreamShape = (error: unknown): BridgeErrorShape | null => {
  const shape = error instanceof TRPCClientError ? errorShapeSchema.safeParse(error.shape) : null
  return shape?.success ? shape.data : null
}

/** Turns a lost answer into a refusal that says whether asking again is safe. */
export const lostAnswer = (error: unknown, kind: 'query' | 'mutation' | 'subscription'): Refusal => {
  const own = errorChain(error).find((link) => link instanceof Refusal)
  if (own) return own
  const code = BY_STATUS[statusOf(error) ?? 0]
  if (code) return new Refusal(code, { cause: error })
  if (kind !== 'mutation' || wasNeverSent(error)) return new Refusal('SERVER_UNREACHABLE', { cause: error })
  const message = 'The companion stopped answering; whether this was done is not known.'
  return new Refusal('SERVER_UNREACHABLE', { message, retryable: false, cause: error })
}
