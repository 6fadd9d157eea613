import { adoptFound } from './adopt-found.ts'
import { askStripe } from './ask-stripe.ts'
import { retryDelayMs } from './attempt-rules.ts'
import type { JudgedFailure } from './judge-failure.ts'
import { keepAttempt } from './keep-attempt.ts'
import { makeStepContext, type Acted, type Found, type Run, type StepAt, type StepEnd } from './make-step-context.ts'
import type { StepRow } from './store.ts'

type Looked = { readonly outcome: string; readonly detail: string | null; readonly begunAt: number }

const keepLook = (run: Run, row: StepRow, looked: Looked, change: Partial<StepRow>): Promise<StepRow> =>
  keepAttempt(run, row, { act: 'look', ...looked, change })

/** A look that failed says nothing new about the write. */
const lookFailed = async (run: Run, row: StepRow, judged: JudgedFailure, begunAt: number): Promise<Acted> => {
  const { outcome, detail, text } = judged
  const isUntold = outcome === 'refused'
  const next = await keepLook(run, row, { outcome, detail, begunAt }, isUntold ? { state: 'unknown' } : {})
  const end: StepEnd = isUntold
    ? { end: 'unknown', text }
    : { end: 'wait', text, delayMs: retryDelayMs(run.execution.tries, outcome) }
  return { row: next, end }
}

const NOT_TOLD = 'It stands so at Stripe, and nothing there tells whether it was done for this request.'

/** What was never sent, as far as is known, isn't done by us because somebody brought it about. */
const judgeWhose = (found: Found, { attempt }: StepRow): Found =>
  found.is === 'found' && found.isOurs === false && attempt === 0 ? { is: 'unknowable', why: NOT_TOLD } : found

const judgeFound = async (run: Run, row: StepRow, found: Found, begunAt: number): Promise<Acted> => {
  if (found.is === 'found') return adoptFound(run, row, { result: found.result, begunAt })
  if (found.is === 'unknowable') {
    const looked = { outcome: 'unknowable', detail: found.why, begunAt }
    const next = await keepLook(run, row, looked, { state: 'unknown' })
    return { row: next, end: { end: 'unknown', text: found.why } }
  }
  const next = await keepLook(
    run,
    row,
    { outcome: 'absent', detail: null, begunAt },
    { lastOutcome: 'absent', begunAt: run.kernel.clock.now(), unansweredAt: null },
  )
  const wait: StepEnd = { end: 'wait', text: 'Looked up after a restore: Stripe does not have it yet.', delayMs: 0 }
  return { row: next, end: run.isLookOnly ? wait : null }
}

/** Asks Stripe whether it has what the step makes, and keeps the answer. */
export const lookStep = async (run: Run, at: StepAt, row: StepRow): Promise<Acted> => {
  const begunAt = run.kernel.clock.now()
  const found = await askStripe(() => at.step.find(makeStepContext(run, { ...at, row })))
  if (found.is === 'failure') return lookFailed(run, row, found.judged, begunAt)
  return judgeFound(run, row, judgeWhose(found.value, row), begunAt)
}
