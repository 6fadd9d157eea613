import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Asking } from './confirm-person.ts'
import { matchTotp } from './match-totp.ts'
import { readTotp } from './read-totp.ts'
import { refuseSignIn } from './refuse-sign-in.ts'
import { releaseAttempt } from './release-attempt.ts'
import { reserveAttempt } from './reserve-attempt.ts'
import { findLocalAccount } from './store.ts'
import { writeTotp } from './write-totp.ts'

/** Puts the offered second factor into force once a code shows that the authenticator holds it. */
export const confirmTotp = async (kernel: Kernel, asking: Asking, code: string): Promise<void> => {
  const { actor, address, requestId } = asking
  const account = await findLocalAccount(kernel.db, actor.email)
  const { confirmed, pending } = readTotp(kernel.keys, account?.totpSecret ?? null)
  if (pending === null) throw new AppError('TOTP_NOT_STARTED')
  const attempt = await reserveAttempt(kernel, { email: actor.email, address })
  const at = kernel.clock.now()
  // A fresh secret: the old one's last step says nothing about its codes.
  const step = matchTotp(pending, code, { at, lastStep: null })
  if (step === null) {
    return refuseSignIn(kernel, {
      code: 'CONFIRMATION_FAILED',
      cause: 'wrong code at enrolment',
      method: 'confirmation',
      staffId: actor.id,
      email: actor.email,
      door: { address, requestId, device: actor.device ?? 'unknown' },
      isLastAttempt: attempt.isLast,
    })
  }
  await inTransaction(kernel.db, async (tx) => {
    const secrets = { confirmed: pending, pending: null }
    await writeTotp(tx, kernel.keys, { staffId: actor.id, secrets, lastStep: step })
    await releaseAttempt(tx, attempt, true)
    await recordAudit(tx, at, {
      actor,
      action: 'staff.totp-enrolled',
      subject: { kind: 'staff', id: actor.id },
      requestId,
      details: { replaced: confirmed !== null },
      personal: { subjectName: actor.name },
    })
  })
}
