import type { ErrorCode } from '@countersign/shared/errors'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { normaliseEmail } from './attempt-rules.ts'
import { type FactorVerdict, judgeSecondFactor } from './judge-second-factor.ts'
import { offerTotp } from './offer-totp.ts'
import { type Door, type OpenedSession, openSession } from './open-session.ts'
import { refuseSignIn } from './refuse-sign-in.ts'
import { releaseAttempt } from './release-attempt.ts'
import { type Attempt, reserveAttempt } from './reserve-attempt.ts'
import { findLocalAccount, type LocalAccount, takeTotpStep } from './store.ts'
import type { TotpSecrets } from './totp-rules.ts'
import { verifyPassword } from './verify-password.ts'
import { writeTotp } from './write-totp.ts'

interface LocalSignIn {
  readonly email: string
  readonly password: string
  readonly totp?: string | undefined
}

interface Enrolment {
  readonly account: LocalAccount
  readonly step: number
  readonly secrets: TotpSecrets
  readonly door: Door
}

/** Asking for the code isn't a failed attempt; it is only done once the password was right. */
const askForFactor = async (kernel: Kernel, account: LocalAccount, attempt: Attempt, isEnrolled: boolean) => {
  await releaseAttempt(kernel.db, attempt, false)
  if (isEnrolled) throw new AppError('TOTP_REQUIRED')
  const totp = await inTransaction(kernel.db, (tx) => offerTotp(kernel, tx, { email: account.email, isFresh: false }))
  throw new AppError('TOTP_ENROLMENT_REQUIRED', { data: { totp } })
}

/** A code of a secret that was only offered puts it into force: the person has shown that the authenticator holds it. */
const putInForce = async (kernel: Kernel, tx: Transaction, enrolment: Enrolment) => {
  const { account, step, secrets, door } = enrolment
  await writeTotp(tx, kernel.keys, { staffId: account.id, secrets, lastStep: step })
  await recordAudit(tx, kernel.clock.now(), {
    actor: systemActor('sign-in'),
    action: 'staff.totp-enrolled',
    subject: { kind: 'staff', id: account.id },
    requestId: door.requestId,
    details: { replaced: false, device: door.device },
    personal: { subjectName: account.name, address: door.address },
  })
}

/** False if another request took the same code first. */
const takeFactor = async (
  kernel: Kernel,
  tx: Transaction,
  { account, factor, door }: { account: LocalAccount; factor: FactorVerdict; door: Door },
): Promise<boolean> => {
  if (factor.verdict !== 'right') return true
  const { step, confirms } = factor
  if (!(await takeTotpStep(tx, account.id, step))) return false
  if (confirms) await putInForce(kernel, tx, { account, step, secrets: confirms, door })
  return true
}

/** Password and, where it is needed, a code. Every refusal reads the same, whether or not the e-mail exists. */
export const signInLocal = async (kernel: Kernel, input: LocalSignIn, door: Door): Promise<OpenedSession> => {
  const email = normaliseEmail(input.email)
  const attempt = await reserveAttempt(kernel, { email, address: door.address })
  const account = await findLocalAccount(kernel.db, email)
  const matches = await verifyPassword(account?.passwordHash ?? null, input.password)
  const refuse = (cause: string, code: ErrorCode = 'SIGN_IN_FAILED') =>
    refuseSignIn(kernel, {
      code,
      cause,
      method: 'password',
      staffId: account?.id ?? null,
      email,
      door,
      isLastAttempt: attempt.isLast,
    })
  if (!account) return refuse('no such local account')
  if (!matches) return refuse('wrong password')
  const factor = judgeSecondFactor(kernel, account, input.totp)
  if (factor.verdict === 'wrong') return refuse('wrong code')
  if (factor.verdict === 'code-needed' || factor.verdict === 'enrolment-needed') {
    return askForFactor(kernel, account, attempt, factor.verdict === 'code-needed')
  }
  const method = factor.verdict === 'right' ? 'password-and-code' : 'password'
  const opened = await inTransaction(kernel.db, async (tx) => {
    if (!(await takeFactor(kernel, tx, { account, factor, door }))) return null
    await releaseAttempt(tx, attempt, true)
    return openSession(kernel, tx, { staff: account, door, method })
  })
  return opened ?? refuse('code used before')
}
