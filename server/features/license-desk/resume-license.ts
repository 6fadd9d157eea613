import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { updateLicense } from '../licenses/index.ts'
import { holdLicense } from './hold-license.ts'
import { tellLicense, type Telling } from './tell-license.ts'

/** Ends a suspension that a person asked for: what is paid decides again. Refuses LICENSE_STANDS_SO. */
export const resumeLicense = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: { readonly id: string; readonly reason: string },
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const row = await holdLicense(tx, id)
    if (row.suspendedAt === null || row.revokedAt !== null) throw new AppError('LICENSE_STANDS_SO')
    const at = clock.now()
    await updateLicense(tx, id, { suspendedAt: null, suspendedFor: null, changedAt: at })
    const text = 'The suspension was ended: what is paid decides again.'
    await tellLicense(tx, row, { ...by, at }, { kind: 'resumed', text, reason })
  })
