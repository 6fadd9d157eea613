import { ERRORS, type ErrorCode } from '@countersign/shared/errors'
import { AppError, errorCodeOf, GatewayError, type GatewayFailure } from '../../kernel/errors.ts'
import type { AttemptOutcome } from './attempt-rules.ts'

export interface JudgedFailure {
  readonly outcome: Exclude<AttemptOutcome, 'absent'>
  readonly code: ErrorCode
  /** For staff. */
  readonly text: string
  readonly detail: string
}

const OUTCOMES: Readonly<Record<GatewayFailure, Exclude<AttemptOutcome, 'absent'>>> = {
  unreachable: 'no-answer',
  'timed-out': 'no-answer',
  nonsense: 'no-answer',
  locked: 'locked',
  'rate-limited': 'limited',
  'key-refused': 'key-refused',
  failed: 'failed',
  // Same key, other parameters: ours is the mistake, and what the key did before has to be found.
  'key-reused': 'failed',
  full: 'failed',
  refused: 'refused',
}

/** What a failed call to Stripe means for its step; null for what is no matter of Stripe: a broken database, our own bug. */
export const judgeFailure = (error: unknown): JudgedFailure | null => {
  const code = errorCodeOf(error)
  const { text } = ERRORS[code]
  if (error instanceof AppError) return { outcome: 'refused', code, text, detail: error.detail ?? code }
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe') return null
  const said = error.failure === 'refused' ? error.stripe?.message : undefined
  return {
    outcome: OUTCOMES[error.failure],
    code,
    text: said ? `Stripe refused: ${said}` : text,
    detail: error.message,
  }
}
