import type { Json } from '@countersign/shared/canonical'
import type { ActionKind } from '@countersign/shared/features/action-kinds'
import type { Card, Difference } from '@countersign/shared/features/approvals'
import type { z } from 'zod'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { Step, StepContext } from '../executions/index.ts'
import type { Measure } from './policy-rules.ts'
import type { Subject } from './subject-rules.ts'

export type { Subject } from './subject-rules.ts'

/** What the steps of an action get as input. Nothing in it changes after the request was made. */
export interface ActionInput<Payload, Facts> {
  readonly requestId: string
  readonly requesterId: string
  readonly requestedAt: string
  readonly subject: Subject
  readonly reason: string
  readonly payload: Payload
  readonly facts: Facts
}

/** What is asked about; while it waits, also the facts as they were asked: what the policy said in them rules to the end. */
interface FactsAsked<Payload, Facts> {
  readonly subject: Subject
  readonly payload: Payload
  readonly kept?: Facts | undefined
}

/** A kind of thing that can be asked for, as its own slice knows it. */
export interface ActionSpec<Payload, Facts> {
  readonly kind: ActionKind
  readonly payload: z.ZodType<Payload>
  readonly facts: z.ZodType<Facts>
  /** Live, and what the decision rests on. Refuses what can't be asked for at all. */
  readonly readFacts: (kernel: Kernel, asked: FactsAsked<Payload, Facts>) => Promise<Facts>
  /** Of the facts, those that may not move between word and deed: a name for each, and how it reads now. */
  readonly binding: (facts: Facts, payload: Payload) => Readonly<Record<string, string>>
  readonly measure: (payload: Payload, facts: Facts) => Omit<Measure, 'kind'>
  /** Refuses what may be previewed and not be asked for: a guard that wasn't answered, words that are missing. */
  readonly checkAsk?: (payload: Payload, facts: Facts) => void
  readonly card: (payload: Payload, facts: Facts) => Omit<Card, 'given'>
  /** Our own rows that say it was asked for, in the transaction that makes the request; refuses what was asked meanwhile. */
  readonly asked?: (tx: Transaction, made: { requestId: string; at: number; payload: Payload }) => Promise<void>
  /** Writes at Stripe, in order. */
  readonly steps: ReadonlyArray<Step<ActionInput<Payload, Facts>>>
  /** What Stripe did otherwise than the card said. A step that was done on a person's word alone has no result. */
  readonly surprises?: (
    input: ActionInput<Payload, Facts>,
    results: Readonly<Record<string, unknown>>,
  ) => readonly Difference[]
  /** Our own rows that follow from it, in the transaction that ends the execution; results as for `surprises`. */
  readonly settle?: (
    kernel: Kernel,
    tx: Transaction,
    done: { input: ActionInput<Payload, Facts>; results: Readonly<Record<string, unknown>> },
  ) => Promise<void>
}

/** An action whose payload and facts are JSON, checked by its own schemas at each door. */
export interface Action {
  readonly kind: ActionKind
  readonly parsePayload: (value: unknown) => Json
  readonly readFacts: (kernel: Kernel, asked: FactsAsked<Json, Json>) => Promise<Json>
  readonly binding: (facts: Json, payload: Json) => Readonly<Record<string, string>>
  readonly measure: (payload: Json, facts: Json) => Measure
  readonly checkAsk: (payload: Json, facts: Json) => void
  readonly card: (payload: Json, facts: Json) => Card
  readonly asked: (tx: Transaction, made: { requestId: string; at: number; payload: Json }) => Promise<void>
  readonly readInput: (input: ActionInput<Json, Json>) => ActionInput<unknown, unknown>
  readonly steps: readonly Step[]
  readonly surprises: (input: unknown, results: Readonly<Record<string, unknown>>) => readonly Difference[]
  readonly settle: (
    kernel: Kernel,
    tx: Transaction,
    done: { input: unknown; results: Readonly<Record<string, unknown>> },
  ) => Promise<void>
}

/** Through JSON once, so that what is hashed is what is kept. */
const asJson = (value: unknown): Json => JSON.parse(JSON.stringify(value)) as Json

const eraseStep = <P, F>(step: Step<ActionInput<P, F>>): Step => {
  // The plan reads every input with the action's own schemas before a step sees it.
  const typed = (context: StepContext) => context as StepContext<ActionInput<P, F>>
  const { isNeeded, prepare } = step
  return {
    name: step.name,
    movesMoney: step.movesMoney,
    writesSeveral: step.writesSeveral === true,
    asksAfterwards: step.asksAfterwards === true,
    perform: (context, key) => step.perform(typed(context), key),
    find: (context) => step.find(typed(context)),
    ...(isNeeded && { isNeeded: (context) => isNeeded(typed(context)) }),
    ...(prepare && { prepare: (context) => prepare(typed(context)) }),
  }
}

/** Makes an action of its typed description; the only place that goes between types and JSON. */
export const defineAction = <P, F>(spec: ActionSpec<P, F>): Action => {
  const payloadOf = (value: unknown) => spec.payload.parse(value)
  const factsOf = (value: unknown) => spec.facts.parse(value)
  const typed = (input: unknown) => input as ActionInput<P, F>
  const measure = (payload: Json, facts: Json): Measure => ({
    kind: spec.kind,
    ...spec.measure(payloadOf(payload), factsOf(facts)),
  })
  return {
    kind: spec.kind,
    parsePayload: (value) => asJson(payloadOf(value)),
    readFacts: async (kernel, { subject, payload, kept }) => {
      const typedKept = kept === undefined ? undefined : factsOf(kept)
      return asJson(await spec.readFacts(kernel, { subject, payload: payloadOf(payload), kept: typedKept }))
    },
    binding: (facts, payload) => spec.binding(factsOf(facts), payloadOf(payload)),
    measure,
    checkAsk: (payload, facts) => spec.checkAsk?.(payloadOf(payload), factsOf(facts)),
    card: (payload, facts) => ({
      ...spec.card(payloadOf(payload), factsOf(facts)),
      given: measure(payload, facts).given,
    }),
    asked: async (tx, made) => spec.asked?.(tx, { ...made, payload: payloadOf(made.payload) }),
    readInput: (input) => ({ ...input, payload: payloadOf(input.payload), facts: factsOf(input.facts) }),
    steps: spec.steps.map(eraseStep),
    surprises: (input, results) => spec.surprises?.(typed(input), results) ?? [],
    settle: async (kernel, tx, { input, results }) => spec.settle?.(kernel, tx, { input: typed(input), results }),
  }
}
