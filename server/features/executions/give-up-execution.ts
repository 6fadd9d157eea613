import type { Kernel } from '../../kernel/context.ts'
import { isUntouched, mayHaveActed } from './attempt-rules.ts'
import { finishExecution, type RunOptions } from './finish-execution.ts'
import { holdLease } from './hold-lease.ts'
import type { Step } from './make-step-context.ts'
import { makeStepRow } from './make-step-row.ts'
import { type ExecutionRow, listSteps, readGate, type StepRow, writeStep } from './store.ts'
import { wordIn } from './word-rules.ts'

const TEXT = 'Something on our side kept breaking, so it was given up. What Stripe confirmed until then is listed.'
const UNTOLD = 'Something on our side kept breaking, and whether Stripe did this was never found out.'

type Moment = Parameters<typeof mayHaveActed>[1]

/** Whether something may have been done by it of which nobody knows: sent, or before a restore that forgot it. */
const isUntold = (step: Step, row: StepRow | undefined, moment: Moment): boolean => {
  if (row === undefined) return moment.mustLook
  if (row.state !== 'begun') return row.state === 'unknown'
  return mayHaveActed(row, moment, step.writesSeveral) || (moment.mustLook && isUntouched(row))
}

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
  const rowOf = (step: Step) => rows.find(({ name }) => name === step.name)
  const next = steps.find((step) => rowOf(step)?.state !== 'done')
  const { restoredAt } = await readGate(kernel.db)
  const moment = { restoredAt, mustLook: execution.mustLook === 1 }
  if (next && isUntold(next, rowOf(next), moment)) {
    const now = kernel.clock.now()
    const unmade = { executionId: execution.id, name: next.name, position: steps.indexOf(next), now }
    const row = rowOf(next) ?? makeStepRow(unmade)
    await holdLease(kernel, options.lease, (tx) => writeStep(tx, { ...row, state: 'unknown' }))
    const end = { end: 'needs-person', step: next.name, text: UNTOLD, hasMoneyMoved } as const
    return finishExecution(kernel, execution, options, end)
  }
  const step = next?.name ?? 'record'
  const end = { end: 'failed', step, code: 'INTERNAL', text: TEXT, hasMoneyMoved, results: resultsOf(rows) } as const
  return finishExecution(kernel, execution, options, end)
}
