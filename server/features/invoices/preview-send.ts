import type { SumPreview } from '@countersign/shared/features/approvals'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { previewAction } from '../approvals/index.ts'
import { planSend } from './plan-send.ts'
import { readRow } from './read-row.ts'
import { requireVersion } from './require-version.ts'
import { sendInvoice } from './send-invoice.ts'

/** The card as the approver will see it, and who that will be. Refuses INVOICE_CHANGED. */
export const previewSend = async (
  kernel: Kernel,
  actor: StaffActor,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<SumPreview> => {
  const standing = await readRow(kernel.db, id)
  requireVersion(standing, version)
  const wanted = planSend(standing)
  const { card, need, lower } = await previewAction(kernel, sendInvoice, { ...wanted, requesterId: actor.id })
  return { card, need, lower }
}
