import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { CompanionActing } from './add-staff.ts'
import { hashPassword } from './hash-password.ts'
import { passwordWeakness } from './password-rules.ts'
import { findStaff, revokeSessionRows, setPassword } from './store.ts'

/** Break-glass on the companion's machine: sets a password for someone, and ends their sessions. Not for the desk. */
export const resetPassword = async (
  kernel: Kernel,
  acting: CompanionActing,
  staffId: string,
  password: string,
): Promise<void> => {
  const staff = await findStaff(kernel.db, staffId)
  if (staff?.status !== 'active') throw new AppError('NOT_FOUND')
  const weakness = passwordWeakness(password, staff.email)
  if (weakness) throw new AppError('PASSWORD_WEAK', { data: { weakness } })
  const passwordHash = await hashPassword(password)
  await inTransaction(kernel.db, async (tx) => {
    const at = kernel.clock.now()
    await setPassword(tx, { staffId, passwordHash, changedAt: at })
    const sessionsEnded = await revokeSessionRows(tx, staffId, at)
    await recordAudit(tx, at, {
      ...acting,
      action: 'staff.password-reset',
      subject: { kind: 'staff', id: staffId },
      details: { sessionsEnded },
      personal: { subjectName: staff.name, email: staff.email },
    })
  })
}
