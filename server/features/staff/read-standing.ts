import type { Role } from '@countersign/shared/roles'
import type { Queryable } from '../../ports/database.ts'
import { parseRoles } from './role-rules.ts'
import { findStaff } from './store.ts'

/** Whether somebody is with the desk, and as what, right now. Takes a transaction where the answer has to hold. */
export const readStanding = async (
  db: Queryable,
  staffId: string,
): Promise<{ readonly isActive: boolean; readonly roles: readonly Role[] }> => {
  const row = await findStaff(db, staffId)
  return { isActive: row?.status === 'active', roles: row ? parseRoles(row.roles) : [] }
}
