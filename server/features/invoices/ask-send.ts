import type { Ask, Asked } from '@countersign/shared/features/approvals'
import type { Kernel } from '../../kernel/context.ts'
import { askApproval } from '../approvals/index.ts'
import { planSend } from './plan-send.ts'
import { readRow, type Standing } from './read-row.ts'
import { requireCurrent } from './require-current.ts'
import { sendInvoice } from './send-invoice.ts'
import type { By } from './start-invoice.ts'

/** Once more by the same click it stands as asked by then, and the same request is the answer; another is refused there. */
const isAskedAlready = ({ state }: Standing): boolean => state === 'asked' || state === 'sent'

/** Asks to send it as it stands at Stripe. Refuses INVOICE_CHANGED, INVOICE_IN_WORK and INVOICE_NOT_READY. */
export const askSend = async (
  kernel: Kernel,
  by: By,
  { id, version, ask }: { readonly id: string; readonly version: number; readonly ask: Ask },
): Promise<Asked> => {
  const standing = await readRow(kernel.db, id)
  const wanted = planSend(standing)
  if (!isAskedAlready(standing)) requireCurrent(standing, version)
  return askApproval(kernel, by, sendInvoice, { ...wanted, ask })
}
