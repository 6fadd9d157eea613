import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { CompanionActing } from './add-staff.ts'
import { findStaff, revokeSessionRows, setTotp } from './store.ts'

/** Within a transaction of somebody else's: forgets a person's second factor and ends their sessions. */
export const forgetTotp = async (
  kernel: Kernel,
  tx: Transaction,
  { acting, staffId }: { acting: CompanionActing; staffId: string },
): Promise<void> => {
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
}
