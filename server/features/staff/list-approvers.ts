import type { Queryable } from '../../ports/database.ts'
import { parseRoles } from './role-rules.ts'
import { listStaffRows } from './store.ts'

/** Everybody who may countersign now, whether their key is enrolled or not. */
export const listApprovers = async (db: Queryable): Promise<Array<{ id: string; name: string; email: string }>> =>
  (await listStaffRows(db))
    .filter(({ status, roles }) => status === 'active' && parseRoles(roles).includes('approver'))
    .map(({ id, name, email }) => ({ id, name, email }))
