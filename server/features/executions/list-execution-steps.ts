import type { Queryable } from '../../ports/database.ts'
import { findExecution, listSteps } from './store.ts'

export interface ExecutionStanding {
  readonly problem: string | null
  readonly steps: ReadonlyArray<{
    readonly name: string
    readonly state: 'begun' | 'done' | 'unknown'
    readonly isAdopted: boolean
    readonly attempts: number
    readonly at: number | null
    readonly result: unknown
  }>
}

/** How far an execution came; null when it was never begun. */
export const listExecutionSteps = async (db: Queryable, executionId: string): Promise<ExecutionStanding | null> => {
  const execution = await findExecution(db, executionId)
  if (!execution) return null
  const rows = await listSteps(db, executionId)
  return {
    problem: execution.problem,
    steps: rows.map((row) => ({
      name: row.name,
      state: row.state,
      isAdopted: row.isAdopted === 1,
      attempts: row.attempt,
      at: row.endedAt,
      result: row.result === null ? null : (JSON.parse(row.result) as unknown),
    })),
  }
}
