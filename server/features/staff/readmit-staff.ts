import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Acting } from './add-staff.ts'
import { checkRoleChange } from './check-role-change.ts'
import { parseRoles } from './role-rules.ts'
import { findStaff, lockStaff, updateStaff } from './store.ts'

/** Within a transaction of somebody else's: a removed person works here again, with the roles they had. */
export const readmitStaff = async (
  kernel: Kernel,
  tx: Transaction,
  { acting, staffId }: { acting: Acting; staffId: string },
): Promise<void> => {
  await lockStaff(tx, kernel.db.kind)
  const staff = await findStaff(tx, staffId)
  if (staff?.status !== 'removed') throw new AppError('NOT_FOUND')
  const roles = parseRoles(staff.roles)
  await checkRoleChange(kernel, tx, acting.actor, { id: staffId, roles, status: 'active' })
  await updateStaff(tx, staffId, { status: 'active' })
  await recordAudit(tx, kernel.clock.now(), {
    ...acting,
    action: 'staff.restored',
    subject: { kind: 'staff', id: staffId },
    details: { roles },
    personal: { subjectName: staff.name, email: staff.email },
  })
}
