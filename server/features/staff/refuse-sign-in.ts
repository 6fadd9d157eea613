import type { ErrorCode } from '@countersign/shared/errors'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Door } from './open-session.ts'

export interface SignInRefusal {
  readonly code: ErrorCode
  /** For the log only; the person reads the code's constant text. */
  readonly cause: string
  readonly method: 'password' | 'oidc' | 'confirmation'
  readonly staffId: string | null
  readonly email: string | null
  readonly door: Door
  readonly isLastAttempt: boolean
}

/** Tells the log why, and the caller nothing but the code. */
export const refuseSignIn = async (kernel: Kernel, refusal: SignInRefusal): Promise<never> => {
  const { door, email } = refusal
  await inTransaction(kernel.db, (tx) =>
    recordAudit(tx, kernel.clock.now(), {
      actor: systemActor('sign-in'),
      action: 'staff.sign-in-refused',
      outcome: 'refused',
      subject: { kind: 'staff', id: refusal.staffId ?? 'unknown' },
      requestId: door.requestId,
      details: { method: refusal.method, cause: refusal.cause, device: door.device, locked: refusal.isLastAttempt },
      personal: { address: door.address, ...(email === null ? {} : { email }) },
    }),
  )
  throw new AppError(refusal.code, { detail: refusal.cause })
}
