import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import type { Standing } from './read-row.ts'
import { refreshInvoice } from './refresh-invoice.ts'
import { requireDraft } from './require-draft.ts'
import type { By } from './start-invoice.ts'

/** As `requireDraft`, by Stripe's word of now, which goes into the chain: what can't be drafted anew has to go on. */
export const requireLiveDraft = async (
  kernel: Pick<Kernel, 'db' | 'clock' | 'stripe'>,
  by: By,
  { row }: Pick<Standing, 'row'>,
): Promise<void> => {
  requireDraft({ row })
  const document = row.stripeId === null ? null : await kernel.stripe.readInvoiceDocument(row.stripeId)
  if (document === null || document.status === 'draft') return
  await refreshInvoice(kernel, by, row.id)
  throw new AppError('INVOICE_FINALISED', { data: { status: document.status } })
}
