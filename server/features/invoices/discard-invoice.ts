import { canonicalJson } from '@countersign/shared/canonical'
import type { Kernel } from '../../kernel/context.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { beginExecution } from '../executions/index.ts'
import { changeRow } from './change-row.ts'
import type { DiscardInput } from './discard-plan.ts'
import { DISCARD_KIND } from './draft-rules.ts'
import { noteOf } from './note-rules.ts'
import { readRow } from './read-row.ts'
import { requireChangeable } from './require-changeable.ts'
import { requireLiveDraft } from './require-live-draft.ts'
import type { By } from './start-invoice.ts'

/** Gives it up before it was sent; a draft at Stripe is deleted. Its quote can be invoiced again without a reason. */
export const discardInvoice = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  { actor, requestId }: By,
  { id, version, reason }: { readonly id: string; readonly version: number; readonly reason: string },
): Promise<{ id: string; version: number }> => {
  const seen = await readRow(kernel.db, id)
  requireChangeable(seen, version)
  await requireLiveDraft(kernel, { actor, requestId }, seen)
  return inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const standing = await readRow(tx, id)
    requireChangeable(standing, version)
    const { row } = standing
    const hand = { by: actor.name, at: now }
    const note = { actor, requestId, reason, ...noteOf(row, {}) }
    if (row.stripeId === null) {
      await recordAudit(tx, now, { action: 'invoice.discarded', ...note })
      return { id, version: await changeRow(tx, row, { state: 'discarded', problem: null, ...hand }) }
    }
    const executionId = newId('ivd', now)
    const input: DiscardInput = { manualInvoiceId: id, invoiceStripeId: row.stripeId, reason }
    await beginExecution(tx, {
      id: executionId,
      kind: DISCARD_KIND,
      subjectKey: row.customerStripeId ?? row.id,
      input: canonicalJson(input),
      requestedAt: now,
      now,
    })
    await recordAudit(tx, now, { action: 'invoice.discarding', ...note })
    return { id, version: await changeRow(tx, row, { state: 'drafting', executionId, problem: null, ...hand }) }
  })
}
