import { type BridgeErrorShape, refusalShape } from '@countersign/shared/bridge'
import { ERRORS, type ErrorCode } from '@countersign/shared/errors'

/** It can't be done now, and the person is told why. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean | undefined
  /** What the companion said besides, e.g. the key of an authenticator to enrol. */
  readonly said: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    exact: { message?: string; retryable?: boolean; cause?: unknown; said?: Readonly<Record<string, unknown>> } = {},
  ) {
    super(exact.message ?? ERRORS[code].text, { cause: exact.cause })
    this.name = 'Refusal'
    this.code = code
    this.retryable = exact.retryable
    this.said = exact.said ?? {}
  }

  toShape(path: string): BridgeErrorShape {
    const shape = refusalShape(this.code, path, { message: this.message, retryable: this.retryable })
    return { ...shape, data: { ...shape.data, ...this.said } }
  }
}
