import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { retryDelayMs } from './attempt-rules.ts'
import { type Claimed, claimExecution } from './claim-execution.ts'
import { judgeFailure } from './judge-failure.ts'
import { type ExecutionPlan, runExecution } from './run-execution.ts'
import { renewLease, updateExecution } from './store.ts'

export interface Drive {
  /** Names this replica and process, for the lease. */
  readonly holder: string
  readonly signal?: AbortSignal
}

/** Waits longer each time. Nothing about the steps is written: they know themselves how far they came. */
const putOff = async (kernel: Kernel, { execution, lease }: Claimed, error: unknown): Promise<void> => {
  const judged = judgeFailure(error)
  if (!judged) kernel.log.error({ err: error, execution: execution.id }, 'an execution could not go on; it tries again')
  const now = kernel.clock.now()
  await inTransaction(kernel.db, async (tx) => {
    if (!(await renewLease(tx, { ...lease, until: now }))) return
    await updateExecution(tx, execution.id, {
      tries: execution.tries + 1,
      nextAt: now + retryDelayMs(execution.tries, judged?.outcome ?? 'failed'),
      problem: judged?.text ?? 'Something broke on our side; it is tried again.',
    })
  })
}

const release = (kernel: Kernel, { lease }: Claimed): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    await renewLease(tx, { ...lease, until: kernel.clock.now() })
  })

const runClaimed = async (
  kernel: Kernel,
  plans: ReadonlyMap<string, ExecutionPlan>,
  claimed: Claimed,
): Promise<void> => {
  const { execution, lease } = claimed
  try {
    const plan = plans.get(execution.kind)
    assert(plan, `no plan for ${execution.kind}`)
    await runExecution(kernel, execution, { plan, lease })
    await release(kernel, claimed)
  } catch (error) {
    if (error instanceof AppError && error.code === 'EXECUTION_TAKEN') return
    await putOff(kernel, claimed, error)
  }
}

/** Runs what is due until nothing is. Returns how many times something was taken in hand. */
export const driveExecutions = async (
  kernel: Kernel,
  plans: ReadonlyMap<string, ExecutionPlan>,
  { holder, signal }: Drive,
): Promise<number> => {
  for (let count = 0; ; count++) {
    const claimed = signal?.aborted ? null : await claimExecution(kernel, holder)
    if (!claimed) return count
    await runClaimed(kernel, plans, claimed)
  }
}
