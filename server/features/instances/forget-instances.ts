import { DAY_MS } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { deleteInstances } from './store.ts'

/** Pods come with a fresh disk each time, so that theirs would never end. */
const EPHEMERAL_KEPT_MS = 7 * DAY_MS
/** One that comes back later activates again, where it has its key. */
const KEPT_MS = 400 * DAY_MS
const A_ROUND = 1000

/** Forgets instances that neither hold a seat nor may run any more since long; what support has to look at stays. */
export const forgetInstances = async (
  { db, clock }: Pick<Kernel, 'db' | 'clock'>,
  signal: AbortSignal,
): Promise<number> => {
  const now = clock.now()
  const wish = { before: now - KEPT_MS, ephemeralBefore: now - EPHEMERAL_KEPT_MS, limit: A_ROUND }
  let forgotten = 0
  for (;;) {
    const count = await deleteInstances(db, wish)
    forgotten += count
    if (count < A_ROUND || signal.aborted) return forgotten
  }
}
