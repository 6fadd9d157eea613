import { adoptFound } from './adopt-found.ts'
import { askStripe } from './ask-stripe.ts'
import { isKeyGivenUp, retryDelayMs, standingAfter } from './attempt-rules.ts'
import type { JudgedFailure } from './judge-failure.ts'
import { keepAttempt } from './keep-attempt.ts'
import { makeStepContext, type Acted, type Run, type StepAt, type StepEnd } from './make-step-context.ts'
import type { StepRow } from './store.ts'

interface Failed {
  readonly judged: JudgedFailure
  readonly begunAt: number
  /** When something was left unanswered under the same key before this was sent. */
  readonly before: number | null
}

const later = (run: Run, { outcome, text }: JudgedFailure): StepEnd => ({
  end: 'wait',
  text,
  delayMs: retryDelayMs(run.execution.tries, outcome),
})

const untold = async (run: Run, row: StepRow, { text, begunAt }: { text: string; begunAt: number }): Promise<Acted> => {
  const change = { state: 'unknown' } as const
  const next = await keepAttempt(run, row, { act: 'look', begunAt, outcome: 'unknowable', detail: text, change })
  return { row: next, end: { end: 'unknown', text } }
}

/**
 * A step may ask Stripe more than once, and what was refused may be the second: it is looked up before it is called a
 * failure. Where it can't be looked up now, that is done later; where it can't be told at all, a person has to look.
 */
const afterRefusal = async (run: Run, at: StepAt, row: StepRow, refusal: StepEnd): Promise<Acted> => {
  const begunAt = run.kernel.clock.now()
  const asked = await askStripe(() => at.step.find(makeStepContext(run, { ...at, row })))
  const mayBeDone = at.step.writesSeveral === true || at.step.asksAfterwards === true
  if (asked.is === 'failure') {
    const { outcome, text } = asked.judged
    if (outcome !== 'refused') return { row, end: later(run, asked.judged) }
    return mayBeDone ? untold(run, row, { text, begunAt }) : { row, end: refusal }
  }
  const { value } = asked
  if (value.is === 'found') return adoptFound(run, row, { result: value.result, begunAt })
  return value.is === 'unknowable' && mayBeDone ? untold(run, row, { text: value.why, begunAt }) : { row, end: refusal }
}

const sendFailed = async (run: Run, at: StepAt, row: StepRow, { judged, begunAt, before }: Failed): Promise<Acted> => {
  const { outcome, detail, code, text } = judged
  const now = run.kernel.clock.now()
  const change = standingAfter(outcome, before, now)
  const next = await keepAttempt(run, row, { act: 'send', begunAt, outcome, detail, change })
  const isRefused = outcome === 'refused' || isKeyGivenUp(outcome, run.execution.startedAt, now)
  if (isRefused && before === null) return afterRefusal(run, at, next, { end: 'failed', code, text })
  return { row: next, end: outcome === 'failed' || outcome === 'refused' ? null : later(run, judged) }
}

/** Sends the step under the key of its row, and keeps what came of it. */
export const sendStep = async (run: Run, at: StepAt, row: StepRow): Promise<Acted> => {
  const before = at.row?.key === row.key ? at.row.unansweredAt : null
  const begunAt = run.kernel.clock.now()
  const answer = await askStripe(() => at.step.perform(makeStepContext(run, { ...at, row }), row.key))
  if (answer.is === 'failure') return sendFailed(run, at, row, { judged: answer.judged, begunAt, before })
  const result = answer.value
  const next = await keepAttempt(run, row, {
    act: 'send',
    begunAt,
    outcome: 'done',
    detail: null,
    change: {
      state: 'done',
      result: JSON.stringify(result ?? null),
      isAdopted: 0,
      endedAt: run.kernel.clock.now(),
      lastOutcome: null,
      unansweredAt: null,
    },
  })
  return { row: next, end: { end: 'done', result, onTheWordOf: null } }
}
