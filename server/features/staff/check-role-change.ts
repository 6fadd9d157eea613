import type { ErrorCode } from '@countersign/shared/errors'
import type { Actor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { parseRoles, type RoleRefusal, roleRefusal, type StaffStanding } from './role-rules.ts'
import { listStaffRows, lockStaff } from './store.ts'

const CODES: Record<RoleRefusal, ErrorCode> = {
  'last-admin': 'LAST_ADMIN',
  'last-approver': 'LAST_APPROVER',
  'approver-needs-countersignature': 'APPROVER_NEEDS_COUNTERSIGNATURE',
}

/**
 * Holds the staff table until the commit and throws if `after` may not come to be. The companion's own commands may pass
 * over the rules about approvers (break-glass, on the record), but leave an administrator too.
 */
export const checkRoleChange = async (
  kernel: Kernel,
  tx: Transaction,
  actor: Actor,
  after: StaffStanding,
): Promise<void> => {
  await lockStaff(tx, kernel.db.kind)
  const rows = await listStaffRows(tx)
  const before = rows.map((row) => ({ id: row.id, roles: parseRoles(row.roles), status: row.status }))
  const refusal = roleRefusal(before, after)
  if (refusal === null || (actor.kind === 'system' && refusal !== 'last-admin')) return
  throw new AppError(CODES[refusal])
}
