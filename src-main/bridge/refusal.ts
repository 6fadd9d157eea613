import { type BridgeErrorShape, refusalShape } from '@countersign/shared/bridge'
import { ERRORS, type ErrorCode } from '@countersign/shared/errors'

/** It can't be done now, and the person is told why. */
export class Refusal extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean | undefined

  constructor(code: ErrorCode, exact: { message?: string; retryable?: boolean; cause?: unknown } = {}) {
    super(exact.message ?? ERRORS[code].text, { cause: exact.cause })
    this.name = 'Refusal'
    this.code = code
    this.retryable = exact.retryable
  }

  toShape(path: string): BridgeErrorShape {
    return refusalShape(this.code, path, { message: this.message, retryable: this.retryable })
  }
}
