import type { Json } from '@countersign/shared/canonical'
import type { Difference, Outcome, RequestState } from '@countersign/shared/features/approvals'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError, assert, GatewayError } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type Check, type ExecutionEnd, type ExecutionPlan, resultOnTheWordOf } from '../executions/index.ts'
import { checkStanding } from './check-standing.ts'
import type { Action } from './define-action.ts'
import { readSignedInput } from './read-signed-input.ts'
import { bindingDifferences, isCounted } from './request-rules.ts'
import { findRequest, type RequestRow, updateRequest } from './store.ts'
import { subjectOf } from './subject-rules.ts'
import { tellRequester } from './tell-requester.ts'

const ENGINE = systemActor('executions')

/** Whatever was written over it since stops the execution: nothing more is sent. */
const readSigned = (action: Action, row: RequestRow | undefined): ReturnType<Action['readInput']> => {
  assert(row, 'an execution without its request')
  const input = readSignedInput(row)
  assert(input, `not as it was signed: ${row.id}`)
  return action.readInput(input)
}

const stale = (differences: readonly Difference[]): Check => ({
  is: 'stop',
  value: { kind: 'stale', differences: [...differences] } satisfies Outcome,
})

/** Why it can't be done any more, by ourselves or by Stripe; null for what may pass. */
const refusalOf = (error: unknown): string | null => {
  if (error instanceof AppError) return error.message
  if (!(error instanceof GatewayError) || error.gateway !== 'stripe' || error.failure !== 'refused') return null
  return error.stripe?.message ?? 'Stripe refuses to say'
}

const checkRequest = async (kernel: Kernel, action: Action, id: string): Promise<Check> => {
  const row = await findRequest(kernel.db, id)
  assert(row, `an execution without its request: ${id}`)
  // `executing`: an earlier round opened it and ended before anything was sent.
  if (row.state !== 'approved' && row.state !== 'executing')
    return stale([{ what: 'State', was: 'approved', now: row.state }])
  if (readSignedInput(row) === null)
    return stale([{ what: 'The request itself', was: 'as it was signed', now: 'changed' }])
  const standing = await checkStanding(kernel, row)
  if (standing.length > 0) return stale(standing)
  const payload = JSON.parse(row.payload) as Json
  const kept = JSON.parse(row.facts) as Json
  let facts: Json
  try {
    facts = await action.readFacts(kernel, { subject: subjectOf(row), payload, kept })
  } catch (error) {
    // What could no longer be asked for can't be done either.
    const why = refusalOf(error)
    if (why === null) throw error
    return stale([{ what: 'Can be done', was: 'yes', now: why }])
  }
  const moved = bindingDifferences(action.binding(kept, payload), action.binding(facts, payload))
  return moved.length > 0 ? stale(moved) : { is: 'go' }
}

type Done = Extract<ExecutionEnd, { end: 'done' }>

const wordDifference = (step: string): Difference => ({
  what: `Step “${step}”`,
  was: 'confirmed by Stripe',
  now: 'on a person’s word',
})

const settle = async (kernel: Kernel, tx: Transaction, action: Action, given: { row: RequestRow; end: Done }) => {
  const { results, words } = given.end
  const input = readSigned(action, given.row)
  await action.settle(kernel, tx, { input, results })
  const said = Object.entries(words).map(([step, requestId]) => [step, resultOnTheWordOf(requestId)] as const)
  return {
    kind: 'done',
    results: { ...results, ...Object.fromEntries(said) },
    surprises: [...Object.keys(words).map(wordDifference), ...action.surprises(input, results)],
  } satisfies Outcome
}

const outcomeOf = (end: Exclude<ExecutionEnd, Done>): Outcome => {
  if (end.end === 'stopped') return end.value as Outcome
  const { end: kind, ...rest } = end
  return kind === 'failed'
    ? { kind, ...(rest as Omit<Extract<ExecutionEnd, { end: 'failed' }>, 'end'>) }
    : { kind, ...(rest as Omit<Extract<ExecutionEnd, { end: 'needs-person' }>, 'end'>) }
}

const STATES: Readonly<Record<ExecutionEnd['end'], RequestState>> = {
  done: 'done',
  stopped: 'stale',
  failed: 'failed',
  'needs-person': 'needs-person',
}

const NEWS: Readonly<Record<Outcome['kind'], string>> = {
  done: 'done, confirmed by Stripe',
  stale: 'not done: the facts moved in between',
  failed: 'failed',
  'needs-person': 'a person has to look',
  refused: 'refused',
  void: 'came to nothing, and Stripe has nothing of it',
}

const record = (tx: Transaction, now: number, row: RequestRow, outcome: Outcome): Promise<void> =>
  recordAudit(tx, now, {
    actor: ENGINE,
    action: `approval.${outcome.kind === 'done' ? 'executed' : outcome.kind}`,
    outcome: outcome.kind === 'done' ? 'done' : 'refused',
    subject: { kind: 'approval-request', id: row.id },
    ticket: row.ticket,
    reason: row.reason,
    details: { kind: row.kind, team: row.teamId, customer: row.customerStripeId, outcome },
    personal: row.subjectName ? { subjectName: row.subjectName } : {},
  })

/** How the engine carries out what was approved: looks once more, goes through the steps, tells how it ended. */
export const buildPlan = (action: Action): ExecutionPlan => ({
  kind: action.kind,
  readInput: async ({ db }, { id }) => readSigned(action, await findRequest(db, id)),
  steps: action.steps,
  check: (kernel, { id }) => checkRequest(kernel, action, id),
  open: (kernel, tx, { id }) => updateRequest(tx, id, { state: 'executing', changedAt: kernel.clock.now() }),
  close: async (kernel, tx, execution, end) => {
    const now = kernel.clock.now()
    const row = await findRequest(tx, execution.id)
    assert(row, `an execution without its request: ${execution.id}`)
    const outcome = end.end === 'done' ? await settle(kernel, tx, action, { row, end }) : outcomeOf(end)
    const state = outcome.kind === 'void' ? outcome.as : STATES[end.end]
    const hasMoneyMoved = end.end === 'failed' ? end.hasMoneyMoved : end.end !== 'stopped'
    await updateRequest(tx, row.id, {
      state,
      changedAt: now,
      closedAt: state === 'needs-person' ? null : now,
      outcome: JSON.stringify(outcome),
      isCounted: isCounted(state, hasMoneyMoved) ? 1 : 0,
    })
    await record(tx, now, row, outcome)
    // A person may have to look more than once.
    const key = state === 'needs-person' ? `${state}:${now}` : state
    await tellRequester(tx, row, { key, text: NEWS[outcome.kind], at: now })
  },
})
