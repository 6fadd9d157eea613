import type { Run, StepAt, StepContext } from './step.ts'

/** For what is made once for a step and kept sealed. */
export const STEP_PURPOSE = 'execution-step'

export const makeStepContext = (run: Run, { row, results }: Pick<StepAt, 'row' | 'results'>): StepContext => {
  const { kernel, execution, input } = run
  const kept = row?.prepared ? kernel.keys.unseal(STEP_PURPOSE, row.prepared) : null
  return {
    kernel,
    executionId: execution.id,
    subjectKey: execution.subjectKey,
    input,
    results,
    prepared: kept === null ? null : (JSON.parse(kept) as unknown),
  }
}
