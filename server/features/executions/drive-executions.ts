import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert, GatewayError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { isGivenUp, retryDelayMs } from './attempt-rules.ts'
import { type Claimed, claimExecution } from './claim-execution.ts'
import { judgeFailure } from './judge-failure.ts'
import { giveUpExecution } from './give-up-execution.ts'
import type { ExecutionPlan } from './finish-execution.ts'
import { runExecution } from './run-execution.ts'
import { renewLease, updateExecution } from './store.ts'

type Plans = ReadonlyMap<string, ExecutionPlan>

export interface Drive {
  /** Names this replica and process, for the lease. */
  readonly holder: string
  readonly signal?: AbortSignal
}

/** A broken database breaks everything, and mends itself for everything. */
const ownFaultsAfter = ({ ownFaults }: Claimed['execution'], error: unknown): number => {
  if (!(error instanceof GatewayError)) return ownFaults + 1
  return error.gateway === 'stripe' ? 0 : ownFaults
}

/** Waits longer each time. Nothing about the steps is written: they know themselves how far they came. */
const putOff = async (kernel: Kernel, { execution, lease }: Claimed, error: unknown): Promise<void> => {
  const judged = judgeFailure(error)
  const now = kernel.clock.now()
  await inTransaction(kernel.db, async (tx) => {
    if (!(await renewLease(tx, { ...lease, until: now }))) return
    await updateExecution(tx, execution.id, {
      tries: execution.tries + 1,
      ownFaults: ownFaultsAfter(execution, error),
      nextAt: now + retryDelayMs(execution.tries, judged?.outcome ?? 'failed'),
      problem: judged?.text ?? 'Something broke on our side; it is tried again.',
    })
  })
}

const release = (kernel: Kernel, { lease }: Claimed): Promise<void> =>
  inTransaction(kernel.db, async (tx) => {
    await renewLease(tx, { ...lease, until: kernel.clock.now() })
  })

const isTaken = (error: unknown): boolean => error instanceof AppError && error.code === 'EXECUTION_TAKEN'

/** An execution that nothing but our own faults holds up doesn't hold up its customer for ever. */
const giveUp = async (kernel: Kernel, claimed: Claimed, plan: ExecutionPlan): Promise<void> => {
  const { execution, lease } = claimed
  try {
    await giveUpExecution(kernel, execution, { plan, lease })
    await release(kernel, claimed)
  } catch (error) {
    if (!isTaken(error)) await putOff(kernel, claimed, error)
  }
}

const runClaimed = async (kernel: Kernel, plans: Plans, claimed: Claimed): Promise<void> => {
  const { execution, lease } = claimed
  const plan = plans.get(execution.kind)
  try {
    assert(plan, `no plan for ${execution.kind}`)
    await runExecution(kernel, execution, { plan, lease })
    await release(kernel, claimed)
  } catch (error) {
    if (isTaken(error)) return
    if (!judgeFailure(error)) kernel.log.error({ err: error, execution: execution.id }, 'an execution could not go on')
    if (plan && isGivenUp(ownFaultsAfter(execution, error))) return giveUp(kernel, claimed, plan)
    await putOff(kernel, claimed, error)
  }
}

/** Runs what is due until nothing is. Returns how many times something was taken in hand. */
export const driveExecutions = async (kernel: Kernel, plans: Plans, { holder, signal }: Drive): Promise<number> => {
  for (let count = 0; ; count++) {
    const claimed = signal?.aborted ? null : await claimExecution(kernel, holder)
    if (!claimed) return count
    await runClaimed(kernel, plans, claimed)
  }
}
