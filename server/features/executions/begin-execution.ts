import { announceWork } from '../../kernel/due-work.ts'
import type { Transaction } from '../../ports/database.ts'
import { insertExecution, readGate } from './store.ts'

export interface NewExecution {
  /** The approval request's, where somebody was asked. */
  readonly id: string
  readonly kind: string
  readonly subjectKey: string
  /** Canonical JSON for the plan's steps. */
  readonly input: string
  /** When it was asked for: what is older than a restore may have been done and forgotten. */
  readonly requestedAt: number
  readonly now: number
}

/** In the transaction of the decision that lets it run: never approved without an execution, nor the other way round. */
export const beginExecution = async (tx: Transaction, execution: NewExecution): Promise<void> => {
  const { id, kind, subjectKey, input, requestedAt, now } = execution
  const { restoredAt } = await readGate(tx)
  await insertExecution(tx, {
    id,
    kind,
    subjectKey,
    input,
    state: 'waiting',
    mustLook: restoredAt !== null && requestedAt <= restoredAt ? 1 : 0,
    tries: 0,
    ownFaults: 0,
    nextAt: now,
    problem: null,
    createdAt: now,
    startedAt: null,
    endedAt: null,
  })
  announceWork(tx, 'executions')
}
