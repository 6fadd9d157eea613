import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Acting } from './add-staff.ts'
import { checkRoleChange } from './check-role-change.ts'
import { parseRoles } from './role-rules.ts'
import { findStaff, lockStaff, revokeSessionRows, updateStaff } from './store.ts'

/** The row stays, for the log's sake; every session of the person ends in the same transaction. */
export const removeStaff = (kernel: Kernel, acting: Acting, staffId: string): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    await lockStaff(tx, kernel.db.kind)
    const staff = await findStaff(tx, staffId)
    if (staff?.status !== 'active') throw new AppError('NOT_FOUND')
    const roles = parseRoles(staff.roles)
    await checkRoleChange(kernel, tx, acting.actor, { id: staffId, roles, status: 'removed' })
    await updateStaff(tx, staffId, { status: 'removed' })
    const at = kernel.clock.now()
    const sessionsEnded = await revokeSessionRows(tx, staffId, at)
    await recordAudit(tx, at, {
      ...acting,
      action: 'staff.removed',
      subject: { kind: 'staff', id: staffId },
      details: { roles, sessionsEnded },
      personal: { subjectName: staff.name, email: staff.email },
    })
  })
