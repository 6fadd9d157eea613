import type { SendFacts, SendPayload } from '@countersign/shared/features/invoice-sending'
import { INVOICE_STATUSES } from '@countersign/shared/features/subscriptions'
import { moneySchema } from '@countersign/shared/money'
import { isoTimeSchema } from '@countersign/shared/times'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import type { Transaction } from '../../ports/database.ts'
import type { ActionInput } from '../approvals/index.ts'
import { recordAudit } from '../audit-log/index.ts'
import { changeRow } from './change-row.ts'
import { noteOf } from './note-rules.ts'
import { findInvoice, insertTask, type InvoiceRow, type TaskRow } from './store.ts'
import { taskStateAfter } from './task-rules.ts'

const finalisedSchema = z.object({
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  total: moneySchema,
  dueAt: isoTimeSchema.nullable(),
  paidAt: isoTimeSchema.nullable(),
})

const tasksOf = (
  manualInvoiceId: string,
  { deliveries }: SendFacts,
  { status, now }: { readonly status: z.infer<typeof finalisedSchema>['status']; readonly now: number },
): TaskRow[] =>
  deliveries.map(({ kind, deliverOn, productStripeId, what }) => ({
    id: newId('ftk', now),
    manualInvoiceId,
    kind,
    deliverOn,
    productStripeId,
    what,
    state: taskStateAfter({ state: 'waiting', deliverOn, doneAt: null }, status),
    since: now,
    doneAt: null,
    doneBy: null,
    fulfilledBy: null,
  }))

const timeOf = (iso: string | null | undefined): number | null => (typeof iso === 'string' ? Date.parse(iso) : null)

/** Nothing is known when it was finalised before, or on a person's word: what Stripe says is noted when it is read next. */
const changeOf = (facts: SendFacts, result: unknown, row: InvoiceRow) => {
  const finalised = finalisedSchema.safeParse(result).data
  if (!finalised) return { status: 'open' as const, number: facts.number, total: facts.total.amount }
  const { status, number, total, dueAt, paidAt } = finalised
  return { status, number, total: total.amount, dueAt: timeOf(dueAt) ?? row.dueAt, paidAt: timeOf(paidAt) }
}

/** Sent: the tasks for what it sold open, in the transaction that ends the execution. */
export const settleSend = async (
  kernel: Kernel,
  tx: Transaction,
  done: { input: ActionInput<SendPayload, SendFacts>; results: Readonly<Record<string, unknown>> },
): Promise<void> => {
  const { payload, facts, requestId } = done.input
  const row = await findInvoice(tx, payload.manualInvoiceId)
  assert(row, `sent without its invoice: ${requestId}`)
  const now = kernel.clock.now()
  const change = { ...changeOf(facts, done.results['finalise'], row), state: 'sent' as const, sentAt: now }
  await changeRow(tx, row, { ...change, by: row.changedBy, at: now })
  const tasks = tasksOf(row.id, facts, { status: change.status, now })
  for (const task of tasks) await insertTask(tx, task)
  const opened = tasks.map(({ id, kind, what, state }) => ({ id, kind, what, state }))
  await recordAudit(tx, now, {
    actor: systemActor('executions'),
    action: 'invoice.sent',
    requestId,
    ...noteOf({ ...row, ...change }, { number: change.number, tasks: opened }),
  })
}
