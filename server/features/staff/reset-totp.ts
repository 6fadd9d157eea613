import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { CompanionActing } from './add-staff.ts'
import { forgetTotp } from './forget-totp.ts'

/** Break-glass for a lost authenticator, on the companion's machine. At the desk another approver countersigns it. */
export const resetTotp = (kernel: Kernel, acting: CompanionActing, staffId: string): Promise<void> =>
  inTransaction(kernel.db, (tx) => forgetTotp(kernel, tx, { acting, staffId }))
