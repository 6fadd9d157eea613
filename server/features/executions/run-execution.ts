import type { Kernel } from '../../kernel/context.ts'
import { isUntouched, mayHaveActed } from './attempt-rules.ts'
import { finishExecution } from './finish-execution.ts'
import { holdLease } from './hold-lease.ts'
import type { ExecutionEnd, RunOptions } from './finish-execution.ts'
import { runStep } from './run-step.ts'
import type { Run, Step, StepAt, StepEnd } from './make-step-context.ts'
import { type ExecutionRow, listSteps, readGate, type StepRow, updateExecution } from './store.ts'

/** Not at once, or a round would never end while the pause lasts. */
const LOOKED_UP_MS = 1000

const wait = (
  kernel: Kernel,
  execution: ExecutionRow,
  options: RunOptions,
  { text, delayMs }: { text: string; delayMs: number },
): Promise<void> =>
  holdLease(kernel, options.lease, (tx) =>
    updateExecution(tx, execution.id, {
      problem: text,
      tries: execution.tries + 1,
      ownFaults: 0,
      nextAt: kernel.clock.now() + delayMs,
    }),
  )

interface Progress {
  readonly results: Record<string, unknown>
  readonly words: Record<string, string>
  hasActed: boolean
  hasMoneyMoved: boolean
}

type Halt = Extract<StepEnd, { end: 'failed' | 'unknown' }>

const endOf = (step: Step, halt: Halt, progress: Progress): ExecutionEnd => {
  const { results, hasMoneyMoved } = progress
  if (halt.end === 'unknown') return { end: 'needs-person', step: step.name, text: halt.text, hasMoneyMoved }
  return { end: 'failed', step: step.name, code: halt.code, text: halt.text, hasMoneyMoved, results }
}

const open = (kernel: Kernel, execution: ExecutionRow, { plan, lease }: RunOptions): Promise<void> =>
  holdLease(kernel, lease, async (tx) => {
    const startedAt = execution.startedAt ?? kernel.clock.now()
    await updateExecution(tx, execution.id, { state: 'running', startedAt, problem: null })
    await plan.open(kernel, tx, execution)
  })

/** Whether the plan lets it begin; a Stripe that can't be asked makes it wait. */
const mayBegin = async (kernel: Kernel, execution: ExecutionRow, options: RunOptions): Promise<boolean> => {
  const check = await options.plan.check(kernel, execution)
  if (check.is === 'stop') {
    await finishExecution(kernel, execution, options, { end: 'stopped', value: check.value })
    return false
  }
  await open(kernel, execution, options)
  return true
}

const hasActed = (row: StepRow, steps: readonly Step[], moment: Parameters<typeof mayHaveActed>[1]): boolean =>
  row.state !== 'begun' || mayHaveActed(row, moment, steps.find(({ name }) => name === row.name)?.writesSeveral)

const note = (progress: Progress, step: Step, { result, onTheWordOf }: Extract<StepEnd, { end: 'done' }>): void => {
  if (onTheWordOf === null) progress.results[step.name] = result
  else progress.words[step.name] = onTheWordOf
  if (result === null) return
  progress.hasActed = true
  if (step.movesMoney) progress.hasMoneyMoved = true
}

const noProgress = (): Progress => ({ results: {}, words: {}, hasActed: false, hasMoneyMoved: false })

/** What is left of the way back at a step: none once something was done, or half of the step itself. */
const wayBack = (
  run: Run,
  options: RunOptions,
  { step, row, progress }: { step: Step; row: StepRow | null; progress: Progress },
): StepAt['mayStillBegin'] => {
  const isHalfDone = step.writesSeveral === true && row !== null && row.attempt > 0
  return progress.hasActed || isHalfDone ? null : () => mayBegin(run.kernel, run.execution, options)
}

/** One step after the other; how the run ended, or null when it has to wait or was stopped (which is written by then). */
const runSteps = async (run: Run, rows: readonly StepRow[], options: RunOptions): Promise<ExecutionEnd | null> => {
  const progress = noProgress()
  for (const [position, step] of options.plan.steps.entries()) {
    const row = rows.find(({ name }) => name === step.name) ?? null
    const mayStillBegin = wayBack(run, options, { step, row, progress })
    const stepEnd = await runStep(run, { step, position, row, results: progress.results, mayStillBegin })
    if (stepEnd.end === 'stopped') return null
    if (stepEnd.end === 'wait') {
      await wait(run.kernel, run.execution, options, stepEnd)
      return null
    }
    if (stepEnd.end !== 'done') return endOf(step, stepEnd, progress)
    note(progress, step, stepEnd)
  }
  return { end: 'done', results: progress.results, words: progress.words }
}

/** Stripe has all of it, or there is nothing to be found there: the next round ends it, once nothing pauses it. */
const afterLook = async (kernel: Kernel, execution: ExecutionRow, { lease }: RunOptions): Promise<void> => {
  const isFound = (await listSteps(kernel.db, execution.id)).length > 0
  await holdLease(kernel, lease, (tx) =>
    updateExecution(tx, execution.id, {
      problem: 'Looked up after a restore.',
      nextAt: kernel.clock.now() + LOOKED_UP_MS,
      ...(isFound ? {} : { mustLook: 0 }),
    }),
  )
}

/** Whether a restored database may have forgotten all of it: no step has been sent or looked up since. */
const isForgotten = (execution: ExecutionRow, rows: readonly StepRow[]): boolean =>
  execution.mustLook === 1 && rows.every((row) => row.state === 'begun' && isUntouched(row))

/** Lets it begin, or go on where something of it may be done: going back isn't possible then. False when it was stopped. */
const goOn = async (
  kernel: Kernel,
  execution: ExecutionRow,
  options: RunOptions,
  isBegun: boolean,
): Promise<boolean> => {
  if (!isBegun) return mayBegin(kernel, execution, options)
  // Found after a restore without having been begun here: from now on it is in work like any other.
  if (execution.state === 'waiting') await open(kernel, execution, options)
  return true
}

/** Goes as far as it can. What is neither Stripe's matter nor a refusal is thrown: the next round goes on. */
export const runExecution = async (kernel: Kernel, execution: ExecutionRow, options: RunOptions): Promise<void> => {
  const { plan, lease } = options
  const { pausedSince, restoredAt } = await readGate(kernel.db)
  const rows = await listSteps(kernel.db, execution.id)
  // What a restored database forgot is looked up before the facts are compared: they moved by our own hand.
  const isLookOnly = pausedSince !== null || isForgotten(execution, rows)
  const moment = { restoredAt, mustLook: execution.mustLook === 1 }
  const isBegun = rows.some((row) => hasActed(row, plan.steps, moment))
  if (!isLookOnly && !(await goOn(kernel, execution, options, isBegun))) return
  const input = await plan.readInput(kernel, execution)
  const run: Run = { kernel, execution, input, lease, restoredAt, isLookOnly }
  const end = await runSteps(run, rows, options)
  if (end === null) return
  if (end.end !== 'done' || !isLookOnly) return finishExecution(kernel, execution, options, end)
  await afterLook(kernel, execution, options)
}
