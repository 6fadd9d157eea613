import {
  FINDINGS,
  type Finding,
  requestStateSchema,
  type Target,
  targetSchema,
} from '@countersign/shared/features/approvals'
import { actionKindSchema } from '@countersign/shared/features/action-kinds'
import { approvalIdSchema } from '@countersign/shared/features/countersignature'
import { moneySchema, moneyText } from '@countersign/shared/money'
import { isoTimeSchema, toIso } from '@countersign/shared/times'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import { AppError, assert } from '../../kernel/errors.ts'
import { readRestoredAt, readUnproven, resolveStep, type Unproven } from '../executions/index.ts'
import { defineAction } from './define-action.ts'
import { leastOf, targetOf } from './resolution-rules.ts'
import { findRequest, listDecisions, lockRequest, type RequestRow, updateRequest } from './store.ts'

const payloadSchema = z.strictObject({
  requestId: approvalIdSchema,
  finding: z.enum(FINDINGS),
  step: z.string().min(1).max(100),
})

const factsSchema = z.strictObject({
  title: z.string(),
  kind: actionKindSchema,
  requesterName: z.string(),
  given: moneySchema.nullable(),
  state: requestStateSchema,
  /** The step that waits for a word; null when none does any more. */
  step: z.string().nullable(),
  attempts: z.int(),
  known: z.string().nullable(),
  tried: z.array(z.strictObject({ act: z.enum(['send', 'look', 'person']), outcome: z.string(), at: isoTimeSchema })),
  /** What somebody found out before a backup was put back says nothing of what the backup forgot. */
  restoredAt: isoTimeSchema.nullable(),
  /** What the request took: the word takes no less. */
  target: targetSchema,
})
type Facts = z.infer<typeof factsSchema>

const TITLES: Readonly<Record<Finding, string>> = { happened: 'It happened', 'did-not-happen': 'It did not happen' }
const EFFECTS: Readonly<Record<Finding, string>> = {
  happened: 'counts as done, is never sent again, and what follows it goes on',
  'did-not-happen': 'is sent again, under a new key',
}
const WARNINGS: Readonly<Record<Finding, string>> = {
  happened: 'If it did not happen, the customer never gets it, and this companion believes that they did.',
  'did-not-happen': 'If it did happen, it then happens twice. Look at Stripe yourself before you sign.',
}
const ACTS: Readonly<Record<Facts['tried'][number]['act'], string>> = {
  send: 'Sent',
  look: 'Looked up',
  person: 'A person’s word',
}

const line = (label: string, after: string, before: string | null = null) => ({ label, before, after })

const linesOf = (finding: Finding, facts: Facts) => [
  line('Request', facts.title),
  line('Asked by', facts.requesterName),
  ...(facts.given === null ? [] : [line('Amount', moneyText(facts.given))]),
  line(`Step “${facts.step}”`, EFFECTS[finding], 'nobody can prove whether it happened'),
  ...(facts.known === null ? [] : [line('What is known', facts.known)]),
  ...facts.tried.map(({ act, outcome, at }) => line(`${ACTS[act]} at ${at}`, outcome)),
]

const givenIn = ({ givenAmount, givenCurrency }: RequestRow) =>
  givenAmount === null || givenCurrency === null ? null : { amount: givenAmount, currency: givenCurrency }

const unprovenFacts = (unproven: Unproven | null): Pick<Facts, 'step' | 'attempts' | 'known' | 'tried'> => {
  if (!unproven) return { step: null, attempts: 0, known: null, tried: [] }
  const { step, attempts, problem, tried } = unproven
  return {
    step,
    attempts,
    known: problem,
    tried: tried.map(({ act, outcome, at }) => ({ act, outcome, at: toIso(at) })),
  }
}

const approversText = ({ approversNeeded, isDesktopOnly }: Target): string =>
  isDesktopOnly ? `${approversNeeded}, on the desktop` : String(approversNeeded)

const isWaitingAt = ({ state, step }: Facts, wanted: string): boolean => state === 'needs-person' && step === wanted

/**
 * What became of a step that nobody can prove: one person says what they found, and as many others as the request took
 * countersign it, at least one, since it may send money again.
 */
export const resolveExecution = defineAction({
  kind: 'execution.resolve',
  payload: payloadSchema,
  facts: factsSchema,
  readFacts: async ({ db }, { payload }) => {
    const row = await findRequest(db, payload.requestId)
    if (!row) throw new AppError('NOT_FOUND')
    const { title, requesterName, state } = row
    const restoredAt = await readRestoredAt(db)
    return {
      title,
      kind: actionKindSchema.parse(row.kind),
      requesterName,
      given: givenIn(row),
      state,
      ...unprovenFacts(await readUnproven(db, row.id)),
      restoredAt: restoredAt === null ? null : toIso(restoredAt),
      target: targetOf(row),
    }
  },
  checkAsk: ({ step }, facts) => {
    if (!isWaitingAt(facts, step)) throw new AppError('EXECUTION_NOT_WAITING')
  },
  binding: ({ state, step, attempts, restoredAt, target }) => ({
    'State of the request': state,
    'Step that nobody can prove': step ?? 'none',
    'Times it was sent': String(attempts),
    'Backup put back': restoredAt ?? 'never',
    'Approvers of the request': approversText(target),
  }),
  measure: (_payload, { target }) => ({ given: null, flags: [], least: leastOf(target) }),
  card: ({ finding }, facts) => ({
    title: `${TITLES[finding]}: ${facts.title}`,
    lines: linesOf(finding, facts),
    history: [],
    warnings: [WARNINGS[finding]],
    customerReceives: null,
  }),
  steps: [],
  settle: async (kernel, tx, { input }) => {
    const { payload, requestId, reason } = input
    const row = await lockRequest(tx, kernel.db.kind, payload.requestId)
    assert(row, `a word on no request: ${payload.requestId}`)
    const { isBegun } = await resolveStep(kernel, tx, {
      actor: systemActor('approvals'),
      requestId,
      executionId: row.id,
      finding: payload.finding,
      reason,
    })
    // Nothing was sent so far: it is checked once more, as after its approval; or it was only looked up, and never approved.
    const words = (await listDecisions(tx, [row.id])).get(row.id) ?? []
    const isApproved = words.filter(({ decision }) => decision === 'approve').length >= row.approversNeeded
    const state = isBegun || !isApproved ? 'executing' : 'approved'
    await updateRequest(tx, row.id, { state, changedAt: kernel.clock.now(), outcome: null })
  },
})
