import { ERRORS, type ErrorCode } from '@countersign/shared/errors'

/**
 * A refusal: it can't be done now, and the person is told why. `data` is public and travels to the screen; `detail`
 * goes to the log only.
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly data: Readonly<Record<string, unknown>> | undefined

  constructor(code: ErrorCode, extra: { detail?: string; data?: Record<string, unknown>; cause?: unknown } = {}) {
    super(ERRORS[code].text, { cause: extra.cause })
    this.name = 'AppError'
    this.code = code
    this.detail = extra.detail
    this.data = extra.data
  }
}

/**
 * `unreachable`, `timed-out`, `nonsense`: no answer that can be read, so it may have happened. `locked`: another request
 * holds the object or the key. `key-reused`: our idempotency key was first sent with other parameters. `failed`: the
 * other side broke, and Stripe keeps that answer under the key. `refused`: answered with no, nothing happened.
 */
export type GatewayFailure =
  | 'unreachable'
  | 'timed-out'
  | 'rate-limited'
  | 'locked'
  | 'key-reused'
  | 'key-refused'
  | 'nonsense'
  | 'refused'
  | 'failed'
  | 'full'

/** What Stripe itself said of a failure. */
export interface StripeReason {
  readonly status: number | null
  readonly type: string | null
  readonly code: string | null
  readonly declineCode: string | null
  /** Stripe's words for the integration; staff may read them. null where they could quote the key. */
  readonly message: string | null
  readonly requestId: string | null
}

/** Stripe, the database or the network failed. Decided from types and codes, never from message text. */
export class GatewayError extends Error {
  readonly gateway: 'stripe' | 'database' | 'identity-provider'
  readonly failure: GatewayFailure
  readonly retryable: boolean
  /** null when Stripe gave no answer that can be read, and for other gateways. */
  readonly stripe: StripeReason | null

  constructor(
    gateway: GatewayError['gateway'],
    failure: GatewayFailure,
    extra: { retryable: boolean; detail?: string; cause?: unknown; stripe?: StripeReason | null },
  ) {
    super(`${gateway}: ${failure}${extra.detail ? ` (${extra.detail})` : ''}`, { cause: extra.cause })
    this.name = 'GatewayError'
    this.gateway = gateway
    this.failure = failure
    this.retryable = extra.retryable
    this.stripe = extra.stripe ?? null
  }
}

const STRIPE_CODES: Record<GatewayFailure, ErrorCode> = {
  unreachable: 'STRIPE_UNREACHABLE',
  'timed-out': 'STRIPE_UNREACHABLE',
  'rate-limited': 'STRIPE_RATE_LIMITED',
  locked: 'STRIPE_RATE_LIMITED',
  'key-reused': 'STRIPE_REFUSED',
  'key-refused': 'STRIPE_KEY_REFUSED',
  nonsense: 'STRIPE_NONSENSE',
  refused: 'STRIPE_REFUSED',
  failed: 'STRIPE_UNREACHABLE',
  full: 'STRIPE_UNREACHABLE',
}

/** The public code of anything thrown. What isn't ours is a broken invariant: INTERNAL, without detail. */
export const errorCodeOf = (error: unknown): ErrorCode => {
  if (error instanceof AppError) return error.code
  if (!(error instanceof GatewayError)) return 'INTERNAL'
  if (error.gateway === 'stripe') return STRIPE_CODES[error.failure]
  if (error.gateway === 'database') return error.failure === 'full' ? 'DATABASE_FULL' : 'DATABASE_UNAVAILABLE'
  return 'IDENTITY_PROVIDER_UNREACHABLE'
}

/** A broken invariant is our bug: the request dies with 500, the process lives. */
export function assert(condition: unknown, why: string): asserts condition {
  if (!condition) throw new Error(`broken invariant: ${why}`)
}
