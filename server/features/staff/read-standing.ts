import type { Role } from '@countersign/shared/roles'
import type { Queryable } from '../../ports/database.ts'
import { parseRoles } from './role-rules.ts'
import { findStaff } from './store.ts'

export interface Standing {
  readonly isActive: boolean
  readonly roles: readonly Role[]
  readonly name: string
  readonly email: string
}

const NOBODY: Standing = { isActive: false, roles: [], name: '', email: '' }

/** Whether somebody is with the desk, and as what, right now. Takes a transaction where the answer has to hold. */
export const readStanding = async (db: Queryable, staffId: string): Promise<Standing> => {
  const row = await findStaff(db, staffId)
  if (!row) return NOBODY
  return { isActive: row.status === 'active', roles: parseRoles(row.roles), name: row.name, email: row.email }
}
