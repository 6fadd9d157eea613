import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Acting } from './add-staff.ts'
import { readmitStaff } from './readmit-staff.ts'

/** Takes a removed person back with the roles they had; for an approver that is an appointment like any other. */
export const restoreStaff = (kernel: Kernel, acting: Acting, staffId: string): Promise<void> =>
  inTransaction(kernel.db, (tx) => readmitStaff(kernel, tx, { acting, staffId }))
