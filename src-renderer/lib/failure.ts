import { type ErrorCode, ERRORS, isErrorCode } from '@countersign/shared/errors'

/** Why a call failed, in the companion's own words; the same whether it came over the bridge, tRPC or REST. */
export interface Failure {
  readonly code: ErrorCode
  readonly text: string
  readonly next: string
  /** To copy and tell an administrator; null when the call never arrived. */
  readonly requestId: string | null
  readonly isRetryable: boolean
  /** Which fields of the input were wrong. */
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  /** What a refusal carries besides: candidates, a waiting time. */
  readonly refusal: Readonly<Record<string, unknown>>
}

/** A failure that is already understood, as the sign-in endpoints answer it. */
export class DeskFailure extends Error {
  readonly failure: Failure

  constructor(failure: Failure) {
    super(failure.text)
    this.name = 'DeskFailure'
    this.failure = failure
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const textOf = (value: unknown): string | null => (typeof value === 'string' && value !== '' ? value : null)

const issuesOf = (value: unknown): Failure['issues'] =>
  Array.isArray(value)
    ? value.flatMap((issue) =>
        isRecord(issue) ? [{ path: textOf(issue['path']) ?? '', message: textOf(issue['message']) ?? '' }] : [],
      )
    : []

/** From a code, and whatever of the rest the answer carried. */
export const failureFrom = (code: ErrorCode, data: Readonly<Record<string, unknown>> = {}): Failure => {
  const refusal = isRecord(data['refusal']) ? data['refusal'] : {}
  const { status, text, next } = ERRORS[code]
  return {
    code,
    text: textOf(data['message']) ?? text,
    next: textOf(data['next']) ?? next,
    requestId: textOf(data['requestId']),
    isRetryable: typeof data['retryable'] === 'boolean' ? data['retryable'] : status === 503 || status === 429,
    issues: issuesOf(data['issues'] ?? refusal['issues']),
    refusal,
  }
}

/** The tRPC client wraps whatever the wire threw; an answer without our own code never came from the companion. */
const isOfWire = (error: unknown): boolean => error instanceof Error && error.name === 'TRPCClientError'

/** Whatever was thrown, in the companion's words where it spoke; a fault of the desk itself is ours. */
export const failureOf = (error: unknown): Failure => {
  if (error instanceof DeskFailure) return error.failure
  const data = isRecord(error) && isRecord(error['data']) ? error['data'] : null
  const code = textOf(data?.['code'])
  if (data === null || code === null) return failureFrom(isOfWire(error) ? 'SERVER_UNREACHABLE' : 'INTERNAL')
  if (!isErrorCode(code)) return failureFrom('INTERNAL', data)
  const message = isRecord(error) ? error['message'] : undefined
  return failureFrom(code, { message, ...data })
}

export const isUnreachable = (failure: Failure): boolean => failure.code === 'SERVER_UNREACHABLE'
