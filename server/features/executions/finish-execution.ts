import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import { holdLease, type Lease } from './hold-lease.ts'
import type { Step } from './make-step-context.ts'
import { type ExecutionRow, updateExecution } from './store.ts'

/** Why an execution may not begin: nothing was sent. `value` is the plan's own account of it. */
export type Check = { readonly is: 'go' } | { readonly is: 'stop'; readonly value: unknown }

export type ExecutionEnd =
  | {
      readonly end: 'done'
      readonly results: Readonly<Record<string, unknown>>
      /** Steps without a result of Stripe's, and in which request the word was given that each is done on. */
      readonly words: Readonly<Record<string, string>>
    }
  | { readonly end: 'stopped'; readonly value: unknown }
  | {
      readonly end: 'failed'
      readonly step: string
      readonly code: ErrorCode
      readonly text: string
      readonly hasMoneyMoved: boolean
      readonly results: Readonly<Record<string, unknown>>
    }
  | { readonly end: 'needs-person'; readonly step: string; readonly text: string; readonly hasMoneyMoved: boolean }

/** How a kind of execution goes. The same for every replica: steps are found by name. */
export interface ExecutionPlan {
  readonly kind: string
  /** Read anew at every run; throws when it isn't what was approved. */
  readonly readInput: (kernel: Kernel, execution: ExecutionRow) => Promise<unknown>
  /** Asked whenever something is sent and nothing was done before, however long ago it was approved. Throws `GatewayError` to be asked later. */
  readonly check: (kernel: Kernel, execution: ExecutionRow) => Promise<Check>
  readonly steps: readonly Step[]
  /** In the transaction that begins the execution. */
  readonly open: (kernel: Kernel, tx: Transaction, execution: ExecutionRow) => Promise<void>
  /** In the transaction that ends it. */
  readonly close: (kernel: Kernel, tx: Transaction, execution: ExecutionRow, end: ExecutionEnd) => Promise<void>
}

export interface RunOptions {
  readonly plan: ExecutionPlan
  readonly lease: Lease
}

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
