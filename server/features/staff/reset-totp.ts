import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { CompanionActing } from './add-staff.ts'
import { findStaff, revokeSessionRows, setTotp } from './store.ts'

/** Break-glass for a lost authenticator: forgets the second factor and ends the person's sessions. Not for the desk. */
export const resetTotp = (kernel: Kernel, acting: CompanionActing, staffId: string): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    const staff = await findStaff(tx, staffId)
    if (staff?.status !== 'active') throw new AppError('NOT_FOUND')
    const at = kernel.clock.now()
    await setTotp(tx, staffId, { totpSecret: null, totpLastStep: null })
    const sessionsEnded = await revokeSessionRows(tx, staffId, at)
    await recordAudit(tx, at, {
      ...acting,
      action: 'staff.totp-reset',
      subject: { kind: 'staff', id: staffId },
      details: { sessionsEnded },
      personal: { subjectName: staff.name, email: staff.email },
    })
  })
