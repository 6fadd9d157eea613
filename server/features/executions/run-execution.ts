import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import { holdLease, type Lease } from './hold-lease.ts'
import { type Run, runStep, type Step, type StepEnd } from './run-step.ts'
import { type ExecutionRow, listSteps, readGate, type StepRow, updateExecution } from './store.ts'

/** Why an execution may not begin: nothing was sent. `value` is the plan's own account of it. */
export type Check = { readonly is: 'go' } | { readonly is: 'stop'; readonly value: unknown }

export type ExecutionEnd =
  | { readonly end: 'done'; readonly results: Readonly<Record<string, unknown>> }
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
  /** Asked again before the first step is sent, however long ago it was approved. Throws `GatewayError` to be asked later. */
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
/** Not at once, or a round would never end while the pause lasts. */
const LOOKED_UP_MS = 1000

const finish = (kernel: Kernel, execution: ExecutionRow, options: RunOptions, end: ExecutionEnd): Promise<void> =>
  holdLease(kernel, options.lease, async (tx) => {
    const problem = end.end === 'failed' || end.end === 'needs-person' ? end.text : null
    await updateExecution(tx, execution.id, { state: STATES[end.end], problem, endedAt: kernel.clock.now() })
    await options.plan.close(kernel, tx, execution, end)
  })

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
      nextAt: kernel.clock.now() + delayMs,
    }),
  )

interface Progress {
  readonly results: Record<string, unknown>
  hasMoneyMoved: boolean
}

const endOf = (step: Step, stepEnd: Exclude<StepEnd, { end: 'done' | 'wait' }>, progress: Progress): ExecutionEnd => {
  const { results, hasMoneyMoved } = progress
  if (stepEnd.end === 'unknown') return { end: 'needs-person', step: step.name, text: stepEnd.text, hasMoneyMoved }
  return { end: 'failed', step: step.name, code: stepEnd.code, text: stepEnd.text, hasMoneyMoved, results }
}

/** Whether the plan lets it begin; a Stripe that can't be asked makes it wait. */
const mayBegin = async (kernel: Kernel, execution: ExecutionRow, options: RunOptions): Promise<boolean> => {
  const check = await options.plan.check(kernel, execution)
  if (check.is === 'stop') {
    await finish(kernel, execution, options, { end: 'stopped', value: check.value })
    return false
  }
  await holdLease(kernel, options.lease, async (tx) => {
    await updateExecution(tx, execution.id, { state: 'running', startedAt: kernel.clock.now(), problem: null })
    await options.plan.open(kernel, tx, execution)
  })
  return true
}

const isBegun = (rows: readonly StepRow[]): boolean => rows.some((row) => row.state === 'done' || row.attempt > 0)

/** One step after the other; how the run ended, or null when it has to wait (which is written by then). */
const runSteps = async (run: Run, rows: readonly StepRow[], options: RunOptions): Promise<ExecutionEnd | null> => {
  const progress: Progress = { results: {}, hasMoneyMoved: false }
  for (const [position, step] of options.plan.steps.entries()) {
    const row = rows.find(({ name }) => name === step.name) ?? null
    const stepEnd = await runStep(run, { step, position, row, results: progress.results })
    if (stepEnd.end === 'wait') {
      await wait(run.kernel, run.execution, options, stepEnd)
      return null
    }
    if (stepEnd.end !== 'done') return endOf(step, stepEnd, progress)
    progress.results[step.name] = stepEnd.result
    if (step.movesMoney && stepEnd.result !== null) progress.hasMoneyMoved = true
  }
  return { end: 'done', results: progress.results }
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

/** Goes as far as it can. What is neither Stripe's matter nor a refusal is thrown: the next round goes on. */
export const runExecution = async (kernel: Kernel, execution: ExecutionRow, options: RunOptions): Promise<void> => {
  const { plan, lease } = options
  const gate = await readGate(kernel.db)
  const rows = await listSteps(kernel.db, execution.id)
  // What a restored database forgot is looked up before the facts are compared: they moved by our own hand.
  const isLookOnly = gate.pausedSince !== null || (execution.mustLook === 1 && rows.length === 0)
  // Once something may have been sent, going back isn't possible any more: it is brought to its end.
  if (!isLookOnly && !isBegun(rows) && !(await mayBegin(kernel, execution, options))) return
  const input = await plan.readInput(kernel, execution)
  const run: Run = { kernel, execution, input, lease, restoredAt: gate.restoredAt, isLookOnly }
  const end = await runSteps(run, rows, options)
  if (end === null) return
  if (end.end !== 'done' || !isLookOnly) return finish(kernel, execution, options, end)
  await afterLook(kernel, execution, options)
}
