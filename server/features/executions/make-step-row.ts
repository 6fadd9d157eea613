import type { StepRow } from './store.ts'

export interface NewStep {
  readonly executionId: string
  readonly name: string
  readonly position: number
  readonly now: number
}

/** A step of which nothing was sent or looked up yet. */
export const makeStepRow = ({ executionId, name, position, now }: NewStep): StepRow => ({
  executionId,
  name,
  position,
  state: 'begun',
  attempt: 0,
  key: '',
  begunAt: now,
  unansweredAt: null,
  prepared: null,
  lastOutcome: null,
  result: null,
  isAdopted: 0,
  endedAt: null,
})
