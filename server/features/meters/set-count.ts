import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import { putSet, setPeriods, type SetRow } from './store.ts'

/** A count that is believed for a bill: the open periods that it is for are set to it, unless they know a newer one. */
export const setCount = async (tx: Transaction, count: SetRow, now: number): Promise<void> => {
  await putSet(tx, count)
  await setPeriods(tx, count, now)
  announceWork(tx, 'meters')
}
