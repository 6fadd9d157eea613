import type { ErrorCode } from '@countersign/shared/errors'
import type { Kernel } from '../../kernel/context.ts'
import { PREPARED_PURPOSE } from './attempt-rules.ts'
import type { Lease } from './hold-lease.ts'
import type { ExecutionRow, StepRow } from './store.ts'

/** What a step's functions get. Everything in it is the same at every attempt but the key. */
export interface StepContext<Input = unknown> {
  readonly kernel: Kernel
  readonly executionId: string
  readonly subjectKey: string
  readonly input: Input
  /** What the steps before left, by name; nothing of a step that is done on a person's word alone. */
  readonly results: Readonly<Record<string, unknown>>
  /** What `prepare` made, the same at every attempt. */
  readonly prepared: unknown
}

export type Found =
  /** `isOurs: false`: it stands as the step would make it, and nothing tells whether the step did. */
  | { readonly is: 'found'; readonly result: unknown; readonly isOurs?: false }
  | { readonly is: 'absent' }
  | { readonly is: 'unknowable'; readonly why: string }

/** One write at Stripe. Results are JSON and become part of the record: no secrets in them. */
export interface Step<Input = unknown> {
  readonly name: string
  readonly movesMoney: boolean
  /** More than one call that writes: some of it may be done though the last answer proves nothing was. */
  readonly writesSeveral?: boolean
  /** Asks Stripe after its write: a refusal may be of that question, with the write done. */
  readonly asksAfterwards?: boolean
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

export interface StepAt {
  readonly step: Step
  readonly position: number
  readonly row: StepRow | null
  readonly results: Readonly<Record<string, unknown>>
  /**
   * Asked before it is sent again, once a look has proved that nothing of the whole execution was done: false when it may
   * not be any more, which is written by then. Null where something was done before it.
   */
  readonly mayStillBegin: (() => Promise<boolean>) | null
}

export type StepEnd =
  | { readonly end: 'done'; readonly result: unknown; readonly onTheWordOf: string | null }
  | { readonly end: 'wait'; readonly text: string; readonly delayMs: number }
  | { readonly end: 'failed'; readonly code: ErrorCode; readonly text: string }
  | { readonly end: 'unknown'; readonly text: string }
  | { readonly end: 'stopped' }

/** What became of one move; without an end the step goes on at once. */
export interface Acted {
  readonly row: StepRow
  readonly end: StepEnd | null
}

export const makeStepContext = (run: Run, { row, results }: Pick<StepAt, 'row' | 'results'>): StepContext => {
  const { kernel, execution, input } = run
  const kept = row?.prepared ? kernel.keys.unseal(PREPARED_PURPOSE, row.prepared) : null
  return {
    kernel,
    executionId: execution.id,
    subjectKey: execution.subjectKey,
    input,
    results,
    prepared: kept === null ? null : (JSON.parse(kept) as unknown),
  }
}
