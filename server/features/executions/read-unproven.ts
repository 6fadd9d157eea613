import type { Queryable } from '../../ports/database.ts'
import { findExecution, listAttempts, listSteps } from './store.ts'

export interface Unproven {
  readonly step: string
  /** Under how many keys it was sent. */
  readonly attempts: number
  readonly problem: string | null
  /** Everything that was tried about it, oldest first. */
  readonly tried: ReadonlyArray<{
    readonly act: 'send' | 'look' | 'person'
    readonly outcome: string
    readonly at: number
  }>
}

/** The step of an execution that waits for a person's word; null when none does. */
export const readUnproven = async (db: Queryable, executionId: string): Promise<Unproven | null> => {
  const execution = await findExecution(db, executionId)
  const step = (await listSteps(db, executionId)).find(({ state }) => state === 'unknown')
  if (execution?.state !== 'needs-person' || !step) return null
  const tried = await listAttempts(db, executionId, step.name)
  return {
    step: step.name,
    attempts: step.attempt,
    problem: execution.problem,
    tried: tried.map(({ act, outcome, endedAt }) => ({ act, outcome, at: endedAt })),
  }
}
