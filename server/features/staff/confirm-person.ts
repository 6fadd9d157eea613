import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { matchTotp } from './match-totp.ts'
import { readTotp } from './read-totp.ts'
import { refuseSignIn } from './refuse-sign-in.ts'
import { releaseAttempt } from './release-attempt.ts'
import { reserveAttempt } from './reserve-attempt.ts'
import { findLocalAccount, takeTotpStep } from './store.ts'
import { verifyPassword } from './verify-password.ts'

interface Proof {
  readonly password: string
  /** Needed where a second factor is enrolled and `needsCode` asks for it. */
  readonly totp?: string | undefined
  readonly needsCode: boolean
}

/** The request that asks, so that guesses count against its address too. */
export interface Asking {
  readonly actor: StaffActor
  readonly address: string
  readonly requestId: string
}

type Judged = { readonly cause: string } | { readonly staffId: string; readonly step: number | null }

/** Which step of the second factor the proof uses (null: none was asked for), or why it doesn't hold. */
const judgeProof = async (kernel: Kernel, email: string, proof: Proof): Promise<Judged> => {
  const account = await findLocalAccount(kernel.db, email)
  const matches = await verifyPassword(account?.passwordHash ?? null, proof.password)
  if (!account || !matches) return { cause: 'wrong password' }
  const { confirmed } = readTotp(kernel.keys, account.totpSecret)
  if (!proof.needsCode || confirmed === null) return { staffId: account.id, step: null }
  const when = { at: kernel.clock.now(), lastStep: account.totpLastStep }
  const step = matchTotp(confirmed, proof.totp ?? '', when)
  return step === null ? { cause: 'wrong code' } : { staffId: account.id, step }
}

/**
 * Makes sure that the person at the session is the one who owns the account, before what a stolen session must not do.
 * Counted like sign-ins. Throws CONFIRMATION_FAILED.
 */
export const confirmPerson = async (kernel: Kernel, asking: Asking, proof: Proof): Promise<void> => {
  const { actor, address, requestId } = asking
  const attempt = await reserveAttempt(kernel, { email: actor.email, address })
  const judged = await judgeProof(kernel, actor.email, proof)
  const refuse = (cause: string) =>
    refuseSignIn(kernel, {
      code: 'CONFIRMATION_FAILED',
      cause,
      method: 'confirmation',
      staffId: actor.id,
      email: actor.email,
      door: { address, requestId, device: actor.device ?? 'unknown' },
      isLastAttempt: attempt.isLast,
    })
  if ('cause' in judged) return refuse(judged.cause)
  const isTaken = await inTransaction(kernel.db, async (tx) => {
    if (judged.step !== null && !(await takeTotpStep(tx, judged.staffId, judged.step))) return false
    await releaseAttempt(tx, attempt, true)
    return true
  })
  if (!isTaken) await refuse('code used before')
}
