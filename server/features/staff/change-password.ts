import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type Asking, confirmPerson } from './confirm-person.ts'
import { hashPassword } from './hash-password.ts'
import { passwordWeakness } from './password-rules.ts'
import { revokeSessionRows, setPassword } from './store.ts'

/** One's own password. Needs the present one; every other session of the person ends, since one of them may be why. */
export const changePassword = async (
  kernel: Kernel,
  asking: Asking,
  passwords: { readonly current: string; readonly next: string },
): Promise<void> => {
  const { actor, requestId } = asking
  const weakness = passwordWeakness(passwords.next, actor.email)
  if (weakness) throw new AppError('PASSWORD_WEAK', { data: { weakness } })
  await confirmPerson(kernel, asking, { password: passwords.current, needsCode: false })
  const passwordHash = await hashPassword(passwords.next)
  await inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    await setPassword(tx, { staffId: actor.id, passwordHash, changedAt: at })
    const sessionsEnded = await revokeSessionRows(tx, actor.id, at, { except: actor.sessionId })
    await recordAudit(tx, at, {
      actor,
      action: 'staff.password-changed',
      subject: { kind: 'staff', id: actor.id },
      requestId,
      details: { sessionsEnded },
      personal: { subjectName: actor.name },
    })
  })
}
