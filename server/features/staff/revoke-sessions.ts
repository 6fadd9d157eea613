import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { Acting } from './add-staff.ts'
import { findStaff, revokeSessionRows } from './store.ts'

interface Which {
  readonly staffId: string
  /** One of them; without it, all. */
  readonly sessionId?: string | undefined
}

/** Ends a person's sessions at once; returns how many. */
export const revokeSessions = (kernel: Kernel, acting: Acting, which: Which): Promise<number> =>
  inTransaction(kernel.db, async (tx) => {
    const staff = await findStaff(tx, which.staffId)
    if (!staff) throw new AppError('NOT_FOUND')
    const at = kernel.clock.now()
    const only = which.sessionId === undefined ? {} : { only: which.sessionId }
    const count = await revokeSessionRows(tx, staff.id, at, only)
    await recordAudit(tx, at, {
      ...acting,
      action: 'staff.sessions-revoked',
      subject: { kind: 'staff', id: staff.id },
      details: { count, session: which.sessionId ?? null },
      personal: { subjectName: staff.name, email: staff.email },
    })
    return count
  })
