import type { SendFacts, SendPayload } from '@countersign/shared/features/invoice-sending'
import { INVOICE_STATUSES } from '@countersign/shared/features/subscriptions'
import { moneySchema } from '@countersign/shared/money'
import { isoTimeSchema } from '@countersign/shared/times'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import type { ActionInput } from '../approvals/index.ts'
import { recordAudit } from '../audit-log/index.ts'
import { changeRow } from './change-row.ts'
import { noteOf } from './note-rules.ts'
import { openTasks } from './open-tasks.ts'
import { findInvoice, type InvoiceRow } from './store.ts'

const finalisedSchema = z.object({
  number: z.string().nullable(),
  status: z.enum(INVOICE_STATUSES),
  total: moneySchema,
  dueAt: isoTimeSchema.nullable(),
  paidAt: isoTimeSchema.nullable(),
})

const timeOf = (iso: string | null | undefined): number | null => (typeof iso === 'string' ? Date.parse(iso) : null)

const CLOSED: ReadonlySet<InvoiceRow['status']> = new Set(['paid', 'void', 'uncollectible'] as const)

/** Nothing is known when it was finalised before, or on a person's word: what Stripe says is noted when it is read next. */
const answerOf = (facts: SendFacts, result: unknown, row: InvoiceRow) => {
  const finalised = finalisedSchema.safeParse(result).data
  if (!finalised) return { status: 'open' as const, number: facts.number, total: facts.total.amount }
  const { status, number, total, dueAt, paidAt } = finalised
  return { status, number, total: total.amount, dueAt: timeOf(dueAt) ?? row.dueAt, paidAt: timeOf(paidAt) }
}

/** What was noted since is newer than the step's answer: nothing that was closed is open again by it. */
const changeOf = (facts: SendFacts, result: unknown, row: InvoiceRow) => {
  const { status, number } = row
  if (status === null || !CLOSED.has(status)) return { ...answerOf(facts, result, row), state: 'sent' as const }
  return { status, number, state: status === 'void' ? ('ended' as const) : ('sent' as const) }
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
  const change = { ...changeOf(facts, done.results['finalise'], row), sentAt: now }
  await changeRow(tx, row, { ...change, by: row.changedBy, at: now })
  const tasks = await openTasks(tx, row.id, { deliveries: facts.deliveries, status: change.status, now })
  await recordAudit(tx, now, {
    actor: systemActor('executions'),
    action: 'invoice.sent',
    requestId,
    ...noteOf({ ...row, ...change }, { number: change.number, tasks }),
  })
}
