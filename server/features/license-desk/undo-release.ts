import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { holdLicense } from './hold-license.ts'
import { findInstance, restoreInstance } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

interface Act {
  readonly id: string
  readonly reason: string
}

/**
 * Takes a release back: its next check is answered again, and takes a seat if one is free. Refuses NOT_FOUND, and
 * RELEASE_NOT_UNDONE where it isn't released.
 */
export const undoRelease = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: Act,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const found = await findInstance(tx, id)
    if (!found) throw new AppError('NOT_FOUND')
    const license = await holdLicense(tx, found.licenseId)
    const at = clock.now()
    if (!(await restoreInstance(tx, id))) throw new AppError('RELEASE_NOT_UNDONE')
    const text = `The release of ${found.name} was undone: its next check takes a seat if one is free.`
    await tellLicense(tx, license, { ...by, at }, { kind: 'seat-restored', text, reason, instanceId: id })
  })
