import {
  idempotencyKey,
  isKeyGivenUp,
  type Moment,
  type Move,
  nextMove,
  PREPARED_PURPOSE,
  quietAt,
  retryDelayMs,
  standingBefore,
} from './attempt-rules.ts'
import { assert } from '../../kernel/errors.ts'
import { holdLease } from './hold-lease.ts'
import { lookStep } from './look-step.ts'
import { makeStepRow } from './make-step-row.ts'
import { sendStep } from './send-step.ts'
import { type Acted, makeStepContext, type Run, type StepAt, type StepEnd } from './make-step-context.ts'
import { type StepRow, writeStep } from './store.ts'
import { wordIn } from './word-rules.ts'

const MOST_MOVES = 6
/** Asked for again while paused; not at once, or a round would never end. */
const PAUSED_MS = 1000
const UNTOLD = 'Nothing at Stripe tells whether it happened.'

/** With its values made once: a row that a person's word is about may have none yet. */
const prepareRow = (run: Run, at: StepAt): StepRow => {
  const { kernel, execution } = run
  const { step, position } = at
  const row = at.row ?? makeStepRow({ executionId: execution.id, name: step.name, position, now: kernel.clock.now() })
  if (row.prepared !== null || !step.prepare) return row
  const prepared = step.prepare(makeStepContext(run, at))
  return { ...row, prepared: kernel.keys.seal(PREPARED_PURPOSE, JSON.stringify(prepared)) }
}

const begin = async (run: Run, at: StepAt, move: Exclude<Move, 'wait'>): Promise<StepRow> => {
  const prepared = prepareRow(run, at)
  if (move === 'look') {
    if (prepared !== at.row) await holdLease(run.kernel, run.lease, (tx) => writeStep(tx, prepared))
    return prepared
  }
  const standing = standingBefore(prepared, move, run.kernel.clock.now())
  const key = idempotencyKey(run.execution.id, at.step.name, standing.attempt)
  const row = { ...prepared, ...standing, key }
  await holdLease(run.kernel, run.lease, (tx) => writeStep(tx, row))
  return row
}

const endOfDone = ({ result }: StepRow): StepEnd => {
  const kept = JSON.parse(result ?? 'null') as unknown
  const onTheWordOf = wordIn(kept)
  return { end: 'done', result: onTheWordOf === null ? kept : undefined, onTheWordOf }
}

/** What is known without asking anybody; null when something has to be done. */
const settledEnd = (run: Run, at: StepAt): StepEnd | null => {
  const { row, step } = at
  if (row?.state === 'done') return endOfDone(row)
  if (row?.state === 'unknown') return { end: 'unknown', text: run.execution.problem ?? UNTOLD }
  if (!step.isNeeded || step.isNeeded(makeStepContext(run, at))) return null
  return { end: 'done', result: null, onTheWordOf: null }
}

const momentOf = ({ kernel, restoredAt, execution }: Run, { mayStillBegin }: StepAt): Moment => ({
  now: kernel.clock.now(),
  restoredAt,
  mustLook: execution.mustLook === 1,
  mayStop: mayStillBegin !== null,
  isKeyGivenUp: isKeyGivenUp('key-refused', execution.startedAt, kernel.clock.now()),
})

const waiting = (row: StepRow | null, moment: Moment): StepEnd => ({
  end: 'wait',
  text: 'Something that was sent may still be under way. It is looked up when that can’t be any more.',
  delayMs: quietAt(row, moment) - moment.now,
})

/** What keeps it from moving now; null when nothing does. */
const haltOf = (run: Run, row: StepRow | null, move: Move, moment: Moment): StepEnd | null => {
  if (move === 'wait') return waiting(row, moment)
  return run.isLookOnly && move !== 'look' ? { end: 'wait', text: 'Paused.', delayMs: PAUSED_MS } : null
}

const act = async (run: Run, at: StepAt, move: Move): Promise<Acted> => {
  assert(move !== 'wait', 'a wait is no act')
  const row = await begin(run, at, move)
  return move === 'look' ? lookStep(run, at, row) : sendStep(run, at, row)
}

/** Brings one step to an end, or says why it has to wait. Throws what is no matter of Stripe, and EXECUTION_TAKEN. */
export const runStep = async (run: Run, at: StepAt): Promise<StepEnd> => {
  const settled = settledEnd(run, at)
  if (settled) return settled
  let { row } = at
  for (let moves = 0; moves < MOST_MOVES; moves++) {
    const moment = momentOf(run, at)
    const move = nextMove(row, moment)
    const halt = haltOf(run, row, move, moment)
    if (halt) return halt
    // Looked up in this round: time has gone by since it was asked whether it may begin.
    const isProvenAbsent = moves > 0 && row?.lastOutcome === 'absent'
    if (isProvenAbsent && at.mayStillBegin && !(await at.mayStillBegin())) return { end: 'stopped' }
    const acted = await act(run, { ...at, row }, move)
    if (acted.end) return acted.end
    ;({ row } = acted)
  }
  return { end: 'wait', text: 'Stripe keeps failing.', delayMs: retryDelayMs(run.execution.tries, 'failed') }
}
