import type { Role } from '@countersign/shared/roles'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Acting } from './add-staff.ts'
import { replaceRoles } from './replace-roles.ts'

/** Counts from the person's next call: sessions carry no roles. */
export const changeRoles = (kernel: Kernel, acting: Acting, staffId: string, roles: readonly Role[]): Promise<void> =>
  inTransaction(kernel.db, (tx) => replaceRoles(kernel, tx, { acting, staffId, roles }))
