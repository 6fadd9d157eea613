import type { Role } from '@countersign/shared/roles'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Acting } from './add-staff.ts'
import { checkRoleChange } from './check-role-change.ts'
import { parseRoles, writeRoles } from './role-rules.ts'
import { findStaff, lockStaff, updateStaff } from './store.ts'

/** Within a transaction of somebody else's: the roles a person holds from their next call on. */
export const replaceRoles = async (
  kernel: Kernel,
  tx: Transaction,
  { acting, staffId, roles }: { acting: Acting; staffId: string; roles: readonly Role[] },
): Promise<void> => {
  await lockStaff(tx, kernel.db.kind)
  const staff = await findStaff(tx, staffId)
  if (staff?.status !== 'active') throw new AppError('NOT_FOUND')
  const next = writeRoles(roles)
  if (next === staff.roles) return
  await checkRoleChange(kernel, tx, acting.actor, { id: staffId, roles, status: 'active' })
  await updateStaff(tx, staffId, { roles: next })
  await recordAudit(tx, kernel.clock.now(), {
    ...acting,
    action: 'staff.roles-changed',
    subject: { kind: 'staff', id: staffId },
    details: { before: parseRoles(staff.roles), after: parseRoles(next) },
    personal: { subjectName: staff.name, email: staff.email },
  })
}
