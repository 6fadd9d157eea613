/** What became of an attempt that did not succeed; `absent`: it was looked up, and Stripe doesn't have it. */
export type AttemptOutcome = 'no-answer' | 'locked' | 'limited' | 'key-refused' | 'failed' | 'refused' | 'absent'

export interface ExecutionTable {
  /** The approval request's, where somebody was asked. */
  id: string
  kind: string
  subjectKey: string
  /** Canonical JSON of what the steps work with. */
  input: string
  state: 'waiting' | 'running' | 'done' | 'stopped' | 'failed' | 'needs-person'
  /** A restored database may have forgotten what was done: each step is looked up before it is sent. */
  mustLook: number
  tries: number
  /** How often in a row it was our own fault that it couldn't go on. */
  ownFaults: number
  nextAt: number
  /** Why it waits or ended, in words for staff. */
  problem: string | null
  createdAt: number
  startedAt: number | null
  endedAt: number | null
}

export interface ExecutionStepTable {
  executionId: string
  name: string
  position: number
  /** `unknown`: Stripe can't tell whether it happened; a person decides. */
  state: 'begun' | 'done' | 'unknown'
  /** 0: only looked up so far. */
  attempt: number
  key: string
  /** When this key was first sent. */
  begunAt: number
  /** When something was last sent under this key whose end nobody saw: it may still be under way. */
  unansweredAt: number | null
  /** Values made once for the step (a code), sealed. */
  prepared: string | null
  lastOutcome: AttemptOutcome | null
  result: string | null
  isAdopted: number
  endedAt: number | null
}

/** The history behind a step; insert-only. */
export interface ExecutionAttemptTable {
  executionId: string
  step: string
  sequence: number
  attempt: number
  key: string
  act: 'send' | 'look' | 'person'
  outcome: string
  detail: string | null
  begunAt: number
  endedAt: number
}

interface SubjectLeaseTable {
  subjectKey: string
  holder: string
  fence: number
  until: number
}

/** One row. */
interface ExecutionGateTable {
  id: number
  pausedSince: number | null
  reason: string | null
  restoredAt: number | null
}

export interface ExecutionTables {
  execution: ExecutionTable
  executionStep: ExecutionStepTable
  executionAttempt: ExecutionAttemptTable
  subjectLease: SubjectLeaseTable
  executionGate: ExecutionGateTable
}
