import type { Kernel } from '../../kernel/context.ts'
import { inUnflushedTransaction } from '../../kernel/transaction.ts'
import { LEASE_MS, SUBJECTS_A_ROUND } from './inbox-rules.ts'
import { readObjects } from './read-objects.ts'
import { settleSubjects } from './settle-subjects.ts'
import { type Claim, claimSubjects, listWaiting } from './store.ts'
import { type EventTable, weighEvents } from './weigh-events.ts'

export interface Applying {
  /** Names this process, for the lease; no two of its calls run at once. */
  readonly holder: string
  readonly table: EventTable
  /** Resolves when the next read may begin. */
  readonly pace: () => Promise<void>
}

/** What is left over comes next. */
const EVENTS_A_ROUND = 1000

/** Applies what waits for some subjects. Returns how many were taken in hand; 0 when nothing is due. */
export const applyEvents = async (kernel: Kernel, { holder, table, pace }: Applying): Promise<number> => {
  const now = kernel.clock.now()
  const wish = { holder, now, leaseUntil: now + LEASE_MS, limit: SUBJECTS_A_ROUND }
  const claims = await inUnflushedTransaction(kernel.db, (tx) => claimSubjects(tx, wish))
  if (claims.length === 0) return 0
  const keys = claims.map(({ subjectKey }) => subjectKey)
  const weighed = await weighEvents(kernel, await listWaiting(kernel.db, keys, EVENTS_A_ROUND), table)
  const slow = new Set(weighed.flatMap(({ subjectKey, asked }) => (asked.length > 0 ? [subjectKey] : [])))
  const isSlow = ({ subjectKey }: Pick<Claim, 'subjectKey'>): boolean => slow.has(subjectKey)
  const told = weighed.filter((one) => !isSlow(one)).map((one) => ({ ...one, values: one.told, failure: null }))
  await settleSubjects(
    kernel,
    claims.filter((one) => !isSlow(one)),
    told,
  )
  if (slow.size > 0) {
    const read = await readObjects(kernel, weighed.filter(isSlow), pace)
    await settleSubjects(kernel, claims.filter(isSlow), read)
  }
  return claims.length
}
