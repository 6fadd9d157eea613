import type { Role } from '@countersign/shared/roles'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { Acting } from './add-staff.ts'
import { readStanding } from './read-standing.ts'
import { replaceRoles } from './replace-roles.ts'
import { lockStaff } from './store.ts'

/** Within a transaction of somebody else's: one role more than the person holds then, whatever they held before. */
export const grantRole = async (
  kernel: Kernel,
  tx: Transaction,
  { acting, staffId, role }: { acting: Acting; staffId: string; role: Role },
): Promise<void> => {
  await lockStaff(tx, kernel.db.kind)
  const { roles } = await readStanding(tx, staffId)
  await replaceRoles(kernel, tx, { acting, staffId, roles: [...new Set([...roles, role])] })
}
