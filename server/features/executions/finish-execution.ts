import type { Kernel } from '../../kernel/context.ts'
import { holdLease } from './hold-lease.ts'
import type { ExecutionEnd, RunOptions } from './plan.ts'
import { type ExecutionRow, updateExecution } from './store.ts'

const STATES = { done: 'done', stopped: 'stopped', failed: 'failed', 'needs-person': 'needs-person' } as const

/** Its end, and what the plan makes of it: both or neither. */
export const finishExecution = (
  kernel: Kernel,
  execution: ExecutionRow,
  options: RunOptions,
  end: ExecutionEnd,
): Promise<void> =>
  holdLease(kernel, options.lease, async (tx) => {
    const problem = end.end === 'failed' || end.end === 'needs-person' ? end.text : null
    await updateExecution(tx, execution.id, { state: STATES[end.end], problem, endedAt: kernel.clock.now() })
    await options.plan.close(kernel, tx, execution, end)
  })
