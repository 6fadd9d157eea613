import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { Transaction } from '../../ports/database.ts'
import { type AttemptOutcome, idempotencyKey, type Move, nextMove, retryDelayMs } from './attempt-rules.ts'
import { judgeFailure, type JudgedFailure } from './judge-failure.ts'
import { type ExecutionRow, insertAttempt, renewLease, type StepRow, writeStep } from './store.ts'

/** What a step's functions get. Everything in it is the same at every attempt but the key. */
export interface StepContext<Input = unknown> {
  readonly kernel: Kernel
  readonly executionId: string
  readonly subjectKey: string
  readonly input: Input
  /** What the steps before left, by name. */
  readonly results: Readonly<Record<string, unknown>>
  /** What `prepare` made, the same at every attempt. */
  readonly prepared: unknown
}

export type Found =
  | { readonly is: 'found'; readonly result: unknown }
  | { readonly is: 'absent' }
  | { readonly is: 'unknowable'; readonly why: string }

/** One write at Stripe. Results are JSON and become part of the record: no secrets in them. */
export interface Step<Input = unknown> {
  readonly name: string
  readonly movesMoney: boolean
  /** Whether this input needs it at all; a step that isn't needed is done with `null`. */
  readonly isNeeded?: (context: StepContext<Input>) => boolean
  /** Random values, made once and kept sealed before anything is sent. */
  readonly prepare?: (context: StepContext<Input>) => unknown
  /** Must send the same parameters whenever it is called: `key` is the same for all calls of one attempt. */
  readonly perform: (context: StepContext<Input>, key: string) => Promise<unknown>
  /** Whether Stripe has what this step makes; never through search, which lags. */
  readonly find: (context: StepContext<Input>) => Promise<Found>
}

export interface Lease {
  readonly subjectKey: string
  readonly fence: number
}

export interface Run {
  readonly kernel: Kernel
  readonly execution: ExecutionRow
  readonly input: unknown
  readonly lease: Lease
  readonly restoredAt: number | null
  /** While paused after a restore: nothing is sent. */
  readonly isLookOnly: boolean
}

export type StepEnd =
  | { readonly end: 'done'; readonly result: unknown }
  | { readonly end: 'wait'; readonly text: string; readonly delayMs: number }
  | { readonly end: 'failed'; readonly code: ErrorCode; readonly text: string }
  | { readonly end: 'unknown'; readonly text: string }

export interface StepAt {
  readonly step: Step
  readonly position: number
  readonly row: StepRow | null
  readonly results: Readonly<Record<string, unknown>>
}

const LEASE_MS = 60_000
const MOST_MOVES = 6
const PURPOSE = 'execution-step'

/** Durable before anything goes on, and only while the lease is still ours. */
const underLease = (run: Run, work: (tx: Transaction) => Promise<void>): Promise<void> =>
  inTransaction(run.kernel.db, async (tx) => {
    const isOurs = await renewLease(tx, { ...run.lease, until: run.kernel.clock.now() + LEASE_MS })
    if (!isOurs) throw new AppError('EXECUTION_TAKEN', { data: { execution: run.execution.id } })
    await work(tx)
  })

const contextOf = (run: Run, { row, results }: StepAt): StepContext => {
  const { kernel, execution, input } = run
  const kept = row?.prepared ? kernel.keys.unseal(PURPOSE, row.prepared) : null
  return {
    kernel,
    executionId: execution.id,
    subjectKey: execution.subjectKey,
    input,
    results,
    prepared: kept === null ? null : (JSON.parse(kept) as unknown),
  }
}

const newRow = (run: Run, at: StepAt): StepRow => {
  const { kernel, execution } = run
  const prepared = at.step.prepare?.(contextOf(run, at))
  return {
    executionId: execution.id,
    name: at.step.name,
    position: at.position,
    state: 'begun',
    attempt: 0,
    key: '',
    begunAt: kernel.clock.now(),
    prepared: prepared === undefined ? null : kernel.keys.seal(PURPOSE, JSON.stringify(prepared)),
    lastOutcome: null,
    result: null,
    isAdopted: 0,
    endedAt: null,
  }
}

const begin = async (run: Run, at: StepAt, move: Move): Promise<StepRow> => {
  const old = at.row ?? newRow(run, at)
  if (move === 'again' || move === 'look') {
    if (!at.row) await underLease(run, (tx) => writeStep(tx, old))
    return old
  }
  const attempt = old.attempt + 1
  const key = idempotencyKey(run.execution.id, at.step.name, attempt)
  const row = { ...old, attempt, key, begunAt: run.kernel.clock.now(), lastOutcome: null }
  await underLease(run, (tx) => writeStep(tx, row))
  return row
}

interface Ended {
  readonly act: 'send' | 'look'
  readonly begunAt: number
  readonly outcome: string
  readonly detail: string | null
  readonly change: Partial<StepRow>
}

const end = async (run: Run, row: StepRow, ended: Ended): Promise<StepRow> => {
  const next = { ...row, ...ended.change }
  await underLease(run, async (tx) => {
    await writeStep(tx, next)
    await insertAttempt(tx, {
      executionId: row.executionId,
      step: row.name,
      attempt: row.attempt,
      key: row.key,
      act: ended.act,
      outcome: ended.outcome,
      detail: ended.detail,
      begunAt: ended.begunAt,
      endedAt: run.kernel.clock.now(),
    })
  })
  return next
}

const done = (run: Run, result: unknown, isAdopted: boolean): Partial<StepRow> => ({
  state: 'done',
  result: JSON.stringify(result ?? null),
  isAdopted: isAdopted ? 1 : 0,
  endedAt: run.kernel.clock.now(),
  lastOutcome: null,
})

type Acted = { readonly row: StepRow; readonly end: StepEnd | null }

const failed = async (
  run: Run,
  row: StepRow,
  { judged, act, begunAt }: { judged: JudgedFailure; act: 'send' | 'look'; begunAt: number },
): Promise<Acted> => {
  // A look that failed says nothing new about the write.
  const lastOutcome = act === 'look' ? row.lastOutcome : judged.outcome
  const isUntold = act === 'look' && judged.outcome === 'refused'
  const next = await end(run, row, {
    act,
    begunAt,
    outcome: judged.outcome,
    detail: judged.detail,
    change: { lastOutcome, ...(isUntold ? { state: 'unknown' as const } : {}) },
  })
  if (act === 'send' && judged.outcome === 'refused')
    return { row: next, end: { end: 'failed', code: judged.code, text: judged.text } }
  if (act === 'send' && judged.outcome === 'failed') return { row: next, end: null }
  if (judged.outcome === 'refused') return { row: next, end: { end: 'unknown', text: judged.text } }
  const delayMs = retryDelayMs(run.execution.tries, judged.outcome)
  return { row: next, end: { end: 'wait', text: judged.text, delayMs } }
}

const send = async (run: Run, at: StepAt, row: StepRow): Promise<Acted> => {
  const begunAt = run.kernel.clock.now()
  let result: unknown
  try {
    result = await at.step.perform(contextOf(run, { ...at, row }), row.key)
  } catch (error) {
    const judged = judgeFailure(error)
    if (!judged) throw error
    return failed(run, row, { judged, act: 'send', begunAt })
  }
  const next = await end(run, row, {
    act: 'send',
    begunAt,
    outcome: 'done',
    detail: null,
    change: done(run, result, false),
  })
  return { row: next, end: { end: 'done', result } }
}

const look = async (run: Run, at: StepAt, row: StepRow): Promise<Acted> => {
  const begunAt = run.kernel.clock.now()
  let found: Found
  try {
    found = await at.step.find(contextOf(run, { ...at, row }))
  } catch (error) {
    const judged = judgeFailure(error)
    if (!judged) throw error
    return failed(run, row, { judged, act: 'look', begunAt })
  }
  if (found.is === 'found') {
    const change = done(run, found.result, true)
    const next = await end(run, row, { act: 'look', begunAt, outcome: 'found', detail: null, change })
    return { row: next, end: { end: 'done', result: found.result } }
  }
  if (found.is === 'absent') {
    const lastOutcome: AttemptOutcome = 'absent'
    const change = { lastOutcome, begunAt: run.kernel.clock.now() }
    const next = await end(run, row, { act: 'look', begunAt, outcome: 'absent', detail: null, change })
    const wait: StepEnd = { end: 'wait', text: 'Looked up after a restore: Stripe does not have it yet.', delayMs: 0 }
    return { row: next, end: run.isLookOnly ? wait : null }
  }
  const next = await end(run, row, {
    act: 'look',
    begunAt,
    outcome: 'unknowable',
    detail: found.why,
    change: { state: 'unknown' },
  })
  return { row: next, end: { end: 'unknown', text: found.why } }
}

/** What is known without asking anybody; null when something has to be done. */
const settledEnd = (run: Run, at: StepAt): StepEnd | null => {
  const { row, step } = at
  if (row?.state === 'done') return { end: 'done', result: JSON.parse(row.result ?? 'null') as unknown }
  if (row?.state === 'unknown') return { end: 'unknown', text: run.execution.problem ?? '' }
  return step.isNeeded && !step.isNeeded(contextOf(run, at)) ? { end: 'done', result: null } : null
}

const moveOf = (run: Run, row: StepRow | null): Move => {
  const { kernel, restoredAt, execution } = run
  return nextMove(row, { now: kernel.clock.now(), restoredAt, mustLook: execution.mustLook === 1 })
}

/** Brings one step to an end, or says why it has to wait. Throws what is no matter of Stripe, and EXECUTION_TAKEN. */
export const runStep = async (run: Run, at: StepAt): Promise<StepEnd> => {
  const settled = settledEnd(run, at)
  if (settled) return settled
  let { row } = at
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const move = moveOf(run, row)
    if (run.isLookOnly && move !== 'look') return { end: 'wait', text: 'Paused.', delayMs: 0 }
    const begun = await begin(run, { ...at, row }, move)
    const acted = await (move === 'look' ? look : send)(run, at, begun)
    if (acted.end) return acted.end
    ;({ row } = acted)
  }
  return { end: 'wait', text: 'Stripe keeps failing.', delayMs: retryDelayMs(run.execution.tries, 'failed') }
}
