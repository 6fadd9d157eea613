import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { LEASE_MS } from './inbox-rules.ts'
import { readObjects, type Reading } from './read-objects.ts'
import { settleSubjects } from './settle-subjects.ts'
import { claimSubjects, listWaiting } from './store.ts'

export interface Applying extends Reading {
  /** Names this process, for the lease; no two of its calls run at once. */
  readonly holder: string
}

const SUBJECTS_A_ROUND = 64
/** So many reads end well within a lease; what is left over comes next. */
const EVENTS_A_ROUND = 500

/** Applies what waits for some subjects. Returns how many were taken in hand; 0 when nothing is due. */
export const applyEvents = async (kernel: Kernel, { holder, ...reading }: Applying): Promise<number> => {
  const now = kernel.clock.now()
  const wish = { holder, now, leaseUntil: now + LEASE_MS, limit: SUBJECTS_A_ROUND }
  const claims = await inTransaction(kernel.db, (tx) => claimSubjects(tx, wish))
  if (claims.length === 0) return 0
  const keys = claims.map(({ subjectKey }) => subjectKey)
  const objects = await readObjects(kernel, await listWaiting(kernel.db, keys, EVENTS_A_ROUND), reading)
  await settleSubjects(kernel, claims, objects)
  return claims.length
}
