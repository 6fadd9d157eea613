import { manualInvoiceIdSchema } from '@countersign/shared/features/invoice-work'
import { z } from 'zod'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { assert } from '../../kernel/errors.ts'
import type { Transaction } from '../../ports/database.ts'
import { recordAudit } from '../audit-log/index.ts'
import type { ExecutionEnd, ExecutionPlan, Step } from '../executions/index.ts'
import { changeRow } from './change-row.ts'
import { DISCARD_KIND } from './draft-rules.ts'
import { noteOf } from './note-rules.ts'
import { findInvoice } from './store.ts'

const inputSchema = z.strictObject({
  manualInvoiceId: manualInvoiceIdSchema,
  invoiceStripeId: z.string(),
  reason: z.string(),
})
export type DiscardInput = z.infer<typeof inputSchema>

const readInput = ({ input }: { readonly input: string }): DiscardInput => inputSchema.parse(JSON.parse(input))

const deleteDraft: Step<DiscardInput> = {
  name: 'delete',
  movesMoney: false,
  perform: async ({ kernel, input: { invoiceStripeId } }, key) => {
    await kernel.stripe.deleteDraft(invoiceStripeId, key)
    return { deleted: invoiceStripeId }
  },
  find: async ({ kernel, input: { invoiceStripeId: deleted } }) =>
    (await kernel.stripe.readInvoiceDocument(deleted)) === null
      ? { is: 'found', result: { deleted } }
      : { is: 'absent' },
}

/** Discarded when the draft is gone; else it stands as it did, with the reason. */
const close = async (
  kernel: Kernel,
  tx: Transaction,
  { executionId, input, end }: { executionId: string; input: DiscardInput; end: ExecutionEnd },
): Promise<void> => {
  const row = await findInvoice(tx, input.manualInvoiceId)
  assert(row, `a deletion without its invoice: ${executionId}`)
  if (row.executionId !== executionId) return
  const now = kernel.clock.now()
  const isDone = end.end === 'done'
  const problem = end.end === 'failed' || end.end === 'needs-person' ? end.text : null
  const change = isDone
    ? { state: 'discarded' as const, stripeId: null, status: null, problem: null }
    : { state: 'drafted' as const, problem }
  await changeRow(tx, row, { ...change, by: row.changedBy, at: now })
  await recordAudit(tx, now, {
    actor: systemActor('executions'),
    action: isDone ? 'invoice.discarded' : 'invoice.not-discarded',
    outcome: isDone ? 'done' : 'refused',
    reason: input.reason,
    ...noteOf(row, { deleted: input.invoiceStripeId, ...(problem === null ? {} : { why: problem }) }),
  })
}

/** Deletes a draft at Stripe. One that was finalised there meanwhile stays, and says so. */
export const discardPlan: ExecutionPlan = {
  kind: DISCARD_KIND,
  readInput: async (_kernel, execution) => readInput(execution),
  check: async () => ({ is: 'go' }),
  steps: [deleteDraft as Step],
  open: async () => {},
  close: (kernel, tx, execution, end) =>
    close(kernel, tx, { executionId: execution.id, input: readInput(execution), end }),
}
