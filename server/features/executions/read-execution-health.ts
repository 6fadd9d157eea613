import type { Kernel } from '../../kernel/context.ts'
import { countNeedingPerson, readGate, readOldestDue } from './store.ts'

export interface ExecutionHealth {
  /** Nothing is sent since then: a backup was put back. */
  readonly pausedSince: number | null
  /** How many wait until a person has said what became of a step. */
  readonly needPerson: number
  /** For how long the oldest that is due has been due. Each retry sets a new time; what grows is a queue nobody works on. */
  readonly oldestDueMs: number
}

export const readExecutionHealth = async ({ db, clock }: Pick<Kernel, 'db' | 'clock'>): Promise<ExecutionHealth> => {
  const now = clock.now()
  const { pausedSince } = await readGate(db)
  const dueSince = await readOldestDue(db, now)
  return { pausedSince, needPerson: await countNeedingPerson(db), oldestDueMs: dueSince === null ? 0 : now - dueSince }
}
