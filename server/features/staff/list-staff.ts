import type { Staff } from '@countersign/shared/features/staff'
import type { Kernel } from '../../kernel/context.ts'
import { viewStaff } from './staff-view-rules.ts'
import { listStaffIdsWithIdentity, listStaffRows } from './store.ts'

/** Everyone, removed ones too: what they did stays in the log and wants a name. */
export const listStaff = async (kernel: Kernel): Promise<Staff[]> => {
  const [rows, linked] = await Promise.all([listStaffRows(kernel.db), listStaffIdsWithIdentity(kernel.db)])
  return rows.map((row) => viewStaff(row, linked.has(row.id)))
}
