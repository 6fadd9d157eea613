import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { isHeldByFile } from '../licenses/index.ts'
import { holdLicense } from './hold-license.ts'
import { findInstance, releaseInstance } from './store.ts'
import { tellLicense, type Telling } from './tell-license.ts'

interface Act {
  readonly id: string
  readonly reason: string
}

/**
 * Frees the seat of an instance that can't do so itself. Its next check is refused, and it activates again where it has its
 * key. Refuses NOT_FOUND, SEAT_NOT_HELD, and OFFLINE_ALREADY_ISSUED where a file holds it.
 */
export const releaseSeat = (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  by: Omit<Telling, 'at'>,
  { id, reason }: Act,
): Promise<void> =>
  inTransaction(db, async (tx) => {
    const known = await findInstance(tx, id)
    if (!known) throw new AppError('NOT_FOUND')
    const license = await holdLicense(tx, known.licenseId)
    const found = (await findInstance(tx, id)) ?? known
    const at = clock.now()
    // The installation would run on by its file; withdrawing that is what frees the seat, and says so.
    if (isHeldByFile(found, at)) throw new AppError('OFFLINE_ALREADY_ISSUED')
    if (!(await releaseInstance(tx, id, { at, by: by.actor.name }))) throw new AppError('SEAT_NOT_HELD')
    const text = `The seat of ${found.name} was released.`
    await tellLicense(tx, license, { ...by, at }, { kind: 'seat-released', text, reason, instanceId: id })
  })
