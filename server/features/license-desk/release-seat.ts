import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { holdLicense } from './hold-license.ts'
import { findInstance, releaseInstance } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

interface Act {
  readonly id: string
  readonly reason: string
}

/**
 * Frees the seat of an instance that can't do so itself. Its next check is refused, and it activates again where it has its
 * key. Refuses NOT_FOUND and SEAT_NOT_HELD.
 */
export const releaseSeat = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: Act,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const found = await findInstance(tx, id)
    if (!found) throw new AppError('NOT_FOUND')
    const license = await holdLicense(tx, found.licenseId)
    const at = clock.now()
    if (!(await releaseInstance(tx, id, { at, by: by.actor.name }))) throw new AppError('SEAT_NOT_HELD')
    const text = `The seat of ${found.name} was released.`
    await tellLicense(tx, license, { ...by, at }, { kind: 'seat-released', text, reason, instanceId: id })
  })
