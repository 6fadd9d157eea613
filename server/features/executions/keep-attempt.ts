import type { Kernel } from '../../kernel/context.ts'
import { holdLease, type Lease } from './hold-lease.ts'
import { insertAttempt, type StepRow, writeStep } from './store.ts'

export interface EndedAttempt {
  readonly act: 'send' | 'look'
  readonly begunAt: number
  readonly outcome: string
  readonly detail: string | null
  /** What becomes of the step by it. */
  readonly change: Partial<StepRow>
}

/** How an attempt ended, beside what became of its step: both or neither. */
export const keepAttempt = async (
  { kernel, lease }: { readonly kernel: Kernel; readonly lease: Lease },
  row: StepRow,
  { act, begunAt, outcome, detail, change }: EndedAttempt,
): Promise<StepRow> => {
  const next = { ...row, ...change }
  const { executionId, name: step, attempt, key } = row
  const endedAt = kernel.clock.now()
  await holdLease(kernel, lease, async (tx) => {
    await writeStep(tx, next)
    await insertAttempt(tx, { executionId, step, attempt, key, act, outcome, detail, begunAt, endedAt })
  })
  return next
}
