import { keepAttempt } from './keep-attempt.ts'
import type { Acted, Run } from './make-step-context.ts'
import type { StepRow } from './store.ts'

/** What Stripe has of the step already counts as done by it. */
export const adoptFound = async (
  run: Run,
  row: StepRow,
  { result, begunAt }: { readonly result: unknown; readonly begunAt: number },
): Promise<Acted> => {
  const next = await keepAttempt(run, row, {
    act: 'look',
    begunAt,
    outcome: 'found',
    detail: null,
    change: {
      state: 'done',
      result: JSON.stringify(result ?? null),
      isAdopted: 1,
      endedAt: run.kernel.clock.now(),
      lastOutcome: null,
      unansweredAt: null,
    },
  })
  return { row: next, end: { end: 'done', result, onTheWordOf: null } }
}
