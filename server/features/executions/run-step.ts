import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import {
  type AttemptOutcome,
  idempotencyKey,
  type Moment,
  type Move,
  nextMove,
  quietAt,
  retryDelayMs,
  standingAfter,
  standingBefore,
} from './attempt-rules.ts'
import { holdLease, type Lease } from './hold-lease.ts'
import { judgeFailure, type JudgedFailure } from './judge-failure.ts'
import { keepAttempt } from './keep-attempt.ts'
import { type ExecutionRow, type StepRow, writeStep } from './store.ts'

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

const MOST_MOVES = 6
/** Asked for again while paused; not at once, or a round would never end. */
const PAUSED_MS = 1000
const UNTOLD = 'Nothing at Stripe tells whether it happened.'
const PURPOSE = 'execution-step'

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
    unansweredAt: null,
    prepared: prepared === undefined ? null : kernel.keys.seal(PURPOSE, JSON.stringify(prepared)),
    lastOutcome: null,
    result: null,
    isAdopted: 0,
    endedAt: null,
  }
}

const begin = async (run: Run, at: StepAt, move: Exclude<Move, 'wait'>): Promise<StepRow> => {
  const old = at.row ?? newRow(run, at)
  if (move === 'look') {
    if (!at.row) await holdLease(run.kernel, run.lease, (tx) => writeStep(tx, old))
    return old
  }
  const standing = standingBefore(old, move, run.kernel.clock.now())
  const key = idempotencyKey(run.execution.id, at.step.name, standing.attempt)
  const row = { ...old, ...standing, key }
  await holdLease(run.kernel, run.lease, (tx) => writeStep(tx, row))
  return row
}

const done = (run: Run, result: unknown, isAdopted: boolean): Partial<StepRow> => ({
  state: 'done',
  result: JSON.stringify(result ?? null),
  isAdopted: isAdopted ? 1 : 0,
  endedAt: run.kernel.clock.now(),
  lastOutcome: null,
  unansweredAt: null,
})

type Acted = { readonly row: StepRow; readonly end: StepEnd | null }

const later = (run: Run, { outcome, text }: JudgedFailure): StepEnd => ({
  end: 'wait',
  text,
  delayMs: retryDelayMs(run.execution.tries, outcome),
})

const adopt = async (run: Run, row: StepRow, result: unknown, begunAt: number): Promise<Acted> => {
  const change = done(run, result, true)
  const next = await keepAttempt(run, row, { act: 'look', begunAt, outcome: 'found', detail: null, change })
  return { row: next, end: { end: 'done', result } }
}

/**
 * A step may ask Stripe more than once, and what was refused may be the second: it is looked up before it is called a
 * failure. Where it can't be looked up it is sent again, later, to be refused again.
 */
const afterRefusal = async (run: Run, at: StepAt, row: StepRow, refusal: StepEnd): Promise<Acted> => {
  const begunAt = run.kernel.clock.now()
  let found: Found
  try {
    found = await at.step.find(contextOf(run, { ...at, row }))
  } catch (error) {
    const judged = judgeFailure(error)
    if (!judged) throw error
    return { row, end: judged.outcome === 'refused' ? refusal : later(run, judged) }
  }
  return found.is === 'found' ? adopt(run, row, found.result, begunAt) : { row, end: refusal }
}

/** `before`: when something was left unanswered before this was sent. */
const sendFailed = async (
  run: Run,
  at: StepAt,
  row: StepRow,
  { judged, begunAt, before }: { judged: JudgedFailure; begunAt: number; before: number | null },
): Promise<Acted> => {
  const { outcome, detail, code, text } = judged
  const next = await keepAttempt(run, row, {
    act: 'send',
    begunAt,
    outcome,
    detail,
    change: standingAfter(outcome, before, run.kernel.clock.now()),
  })
  if (outcome === 'refused' && before === null) return afterRefusal(run, at, next, { end: 'failed', code, text })
  return { row: next, end: outcome === 'failed' || outcome === 'refused' ? null : later(run, judged) }
}

/** A look that failed says nothing new about the write. */
const lookFailed = async (run: Run, row: StepRow, judged: JudgedFailure, begunAt: number): Promise<Acted> => {
  const { outcome, detail, text } = judged
  const isUntold = outcome === 'refused'
  const change: Partial<StepRow> = isUntold ? { state: 'unknown' } : {}
  const next = await keepAttempt(run, row, { act: 'look', begunAt, outcome, detail, change })
  return { row: next, end: isUntold ? { end: 'unknown', text } : later(run, judged) }
}

const send = async (run: Run, at: StepAt, row: StepRow): Promise<Acted> => {
  const before = at.row?.key === row.key ? at.row.unansweredAt : null
  const begunAt = run.kernel.clock.now()
  let result: unknown
  try {
    result = await at.step.perform(contextOf(run, { ...at, row }), row.key)
  } catch (error) {
    const judged = judgeFailure(error)
    if (!judged) throw error
    return sendFailed(run, at, row, { judged, begunAt, before })
  }
  const next = await keepAttempt(run, row, {
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
    return lookFailed(run, row, judged, begunAt)
  }
  if (found.is === 'found') return adopt(run, row, found.result, begunAt)
  if (found.is === 'absent') {
    const lastOutcome: AttemptOutcome = 'absent'
    const change = { lastOutcome, begunAt: run.kernel.clock.now(), unansweredAt: null }
    const next = await keepAttempt(run, row, { act: 'look', begunAt, outcome: 'absent', detail: null, change })
    const wait: StepEnd = { end: 'wait', text: 'Looked up after a restore: Stripe does not have it yet.', delayMs: 0 }
    return { row: next, end: run.isLookOnly ? wait : null }
  }
  const next = await keepAttempt(run, row, {
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
  if (row?.state === 'unknown') return { end: 'unknown', text: run.execution.problem ?? UNTOLD }
  return step.isNeeded && !step.isNeeded(contextOf(run, at)) ? { end: 'done', result: null } : null
}

const momentOf = ({ kernel, restoredAt, execution }: Run): Moment => ({
  now: kernel.clock.now(),
  restoredAt,
  mustLook: execution.mustLook === 1,
})

const waiting = (row: StepRow | null, moment: Moment): StepEnd => ({
  end: 'wait',
  text: 'Something that was sent may still be under way. It is looked up when that can’t be any more.',
  delayMs: quietAt(row, moment) - moment.now,
})

/** Brings one step to an end, or says why it has to wait. Throws what is no matter of Stripe, and EXECUTION_TAKEN. */
export const runStep = async (run: Run, at: StepAt): Promise<StepEnd> => {
  const settled = settledEnd(run, at)
  if (settled) return settled
  let { row } = at
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const moment = momentOf(run)
    const move = nextMove(row, moment)
    if (move === 'wait') return waiting(row, moment)
    if (run.isLookOnly && move !== 'look') return { end: 'wait', text: 'Paused.', delayMs: PAUSED_MS }
    const here = { ...at, row }
    const begun = await begin(run, here, move)
    const acted = await (move === 'look' ? look : send)(run, here, begun)
    if (acted.end) return acted.end
    ;({ row } = acted)
  }
  return { end: 'wait', text: 'Stripe keeps failing.', delayMs: retryDelayMs(run.execution.tries, 'failed') }
}
