import type { Kernel } from '../../kernel/context.ts'
import { finishExecution } from './finish-execution.ts'
import { holdLease } from './hold-lease.ts'
import type { RunOptions } from './finish-execution.ts'
import { type ExecutionRow, listSteps, type StepRow, writeStep } from './store.ts'
import { wordIn } from './word-rules.ts'

const TEXT = 'Something on our side kept breaking, so it was given up. What Stripe confirmed until then is listed.'
const UNTOLD = 'Something on our side kept breaking, and whether Stripe did this was never found out.'

const isUntold = ({ state, attempt, lastOutcome }: StepRow): boolean =>
  state === 'unknown' || (state === 'begun' && attempt > 0 && lastOutcome !== 'absent')

const resultsOf = (rows: readonly StepRow[]): Record<string, unknown> =>
  Object.fromEntries(
    rows
      .map(({ name, result }) => [name, JSON.parse(result ?? 'null') as unknown] as const)
      .filter(([, result]) => result !== null && wordIn(result) === null),
  )

/**
 * Ends what our own faults never let end, so that nobody waits behind it any more. Where something was sent whose end is
 * not known, a person has to find out.
 */
export const giveUpExecution = async (kernel: Kernel, execution: ExecutionRow, options: RunOptions): Promise<void> => {
  const { steps } = options.plan
  const rows = await listSteps(kernel.db, execution.id)
  const moneySteps = new Set(steps.filter(({ movesMoney }) => movesMoney).map(({ name }) => name))
  const hasMoneyMoved = rows.some(({ state, name }) => state === 'done' && moneySteps.has(name))
  const untold = rows.find(isUntold)
  if (untold) {
    await holdLease(kernel, options.lease, (tx) => writeStep(tx, { ...untold, state: 'unknown' }))
    const end = { end: 'needs-person', step: untold.name, text: UNTOLD, hasMoneyMoved } as const
    return finishExecution(kernel, execution, options, end)
  }
  const next = steps.find(({ name }) => !rows.some((row) => row.name === name && row.state === 'done'))
  const step = next?.name ?? 'record'
  const end = { end: 'failed', step, code: 'INTERNAL', text: TEXT, hasMoneyMoved, results: resultsOf(rows) } as const
  return finishExecution(kernel, execution, options, end)
}
