import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import { moneySchema } from '@countersign/shared/money'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import { type ExecutionEnd, listExecutionSteps } from '../executions/index.ts'
import { changeRow } from './change-row.ts'
import { hashChoices } from './hash-choices.ts'
import type { DraftInput } from './read-draft-input.ts'
import { noteOf } from './note-rules.ts'
import { parseChoices } from './parse-choices.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

const ENGINE = systemActor('executions')

export interface ClosedDraft {
  readonly execution: { readonly id: string }
  readonly input: DraftInput
  readonly end: ExecutionEnd
}

/** What is at Stripe of it, whatever the end: each step's own record says. */
const leftSchema = z.object({
  'discard-previous': z.object({ deleted: z.string() }).nullable().catch(null),
  customer: z.object({ customer: z.string() }).nullable().catch(null),
  draft: z.object({ invoice: z.string() }).nullable().catch(null),
  lines: z.object({ total: moneySchema }).nullable().catch(null),
})

const readLeft = async (tx: Transaction, executionId: string) => {
  const steps = (await listExecutionSteps(tx, executionId))?.steps ?? []
  return leftSchema.parse(Object.fromEntries(steps.map(({ name, result }) => [name, result])))
}
type Left = z.infer<typeof leftSchema>

/** A customer that was made is chosen from then on: the next draft doesn't make another. */
const choicesAfter = (row: InvoiceRow, { customer }: Left): InvoiceChoices => {
  const choices = parseChoices(row)
  return customer ? { ...choices, customer: { kind: 'existing', customerStripeId: customer.customer } } : choices
}

const problemOf = (end: Exclude<ExecutionEnd, { end: 'done' }>): string =>
  end.end === 'stopped' ? String(end.value) : end.text

/** The draft that is there now: the new one, the old one where it wasn't reached, or none. */
const draftLeft = (row: InvoiceRow, left: Left): string | null => {
  if (left.draft) return left.draft.invoice
  return left['discard-previous'] ? null : row.stripeId
}

const keptOf = (row: InvoiceRow, left: Left, { input }: ClosedDraft) => {
  const stripeId = draftLeft(row, left)
  return {
    choices: JSON.stringify(choicesAfter(row, left)),
    customerStripeId: left.customer?.customer ?? row.customerStripeId,
    teamId: left.customer ? input.team.id : row.teamId,
    stripeId,
    number: null,
    status: stripeId === null ? null : ('draft' as const),
  }
}

const changeOf = (row: InvoiceRow, left: Left, closed: ClosedDraft) => {
  const kept = keptOf(row, left, closed)
  const { end } = closed
  if (end.end !== 'done') return { ...kept, state: 'editing' as const, draftedHash: null, problem: problemOf(end) }
  const draftedHash = hashChoices(choicesAfter(row, left))
  return {
    ...kept,
    state: 'drafted' as const,
    draftedHash,
    problem: null,
    total: left.lines?.total.amount ?? row.total,
  }
}

/** What the drafting came to, in the transaction that ends it: the draft, or what is left of it and why. */
export const closeDraft = async (kernel: Kernel, tx: Transaction, closed: ClosedDraft): Promise<void> => {
  const { execution, input, end } = closed
  const row = await findInvoice(tx, input.manualInvoiceId)
  assert(row, `a drafting without its invoice: ${execution.id}`)
  // Something else was begun since: what this one left is found by its own metadata.
  if (row.executionId !== execution.id || row.state !== 'drafting') return
  const now = kernel.clock.now()
  const left = await readLeft(tx, execution.id)
  const change = changeOf(row, left, closed)
  const isDone = end.end === 'done'
  await changeRow(tx, row, { ...change, draftedAt: isDone ? now : row.draftedAt, by: row.changedBy, at: now })
  await recordAudit(tx, now, {
    actor: ENGINE,
    action: isDone ? 'invoice.drafted' : 'invoice.not-drafted',
    outcome: isDone ? 'done' : 'refused',
    ...noteOf({ ...row, ...change }, { drafting: execution.id, ...(isDone ? {} : { why: problemOf(end) }) }),
  })
}
