import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { type Asking, confirmPerson } from './confirm-person.ts'
import { confirmSession } from './confirm-session.ts'
import { readTotp } from './read-totp.ts'
import { findLocalAccount } from './store.ts'
import { secondFactorFor } from './totp-rules.ts'

/**
 * Signing in again with password and code, without a new session. Asks for all that a sign-in would: where that needs a
 * second factor and none is enrolled, the password alone confirms nothing. Returns when it was confirmed.
 */
export const confirmLocally = async (
  kernel: Kernel,
  asking: Asking,
  proof: { readonly password: string; readonly totp?: string | undefined },
): Promise<number> => {
  const { actor, requestId } = asking
  const account = await findLocalAccount(kernel.db, actor.email)
  const factor = secondFactorFor(readTotp(kernel.keys, account?.totpSecret ?? null), kernel.settings.isEmbedded)
  await confirmPerson(kernel, asking, { ...proof, needsCode: true })
  if (factor === 'enrolment-needed') throw new AppError('TOTP_ENROLMENT_REQUIRED')
  const method = factor === 'code-needed' ? 'password-and-code' : 'password'
  const confirmedAt = kernel.clock.now()
  const story = { actor, staff: actor, sessionId: actor.sessionId, requestId, method, confirmedAt } as const
  const isLive = await inTransaction(kernel.db, (tx) => confirmSession(kernel, tx, story))
  if (!isLive) throw new AppError('SIGN_IN_REQUIRED')
  return confirmedAt
}
