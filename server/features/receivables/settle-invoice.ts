import type { InvoiceFacts, InvoiceWish } from '@countersign/shared/features/receivables'
import { systemActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import type { Transaction } from '../../ports/database.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { ActionInput } from '../approvals/index.ts'
import { recordAudit } from '../audit-log/index.ts'
import { keepDocument } from './keep-document.ts'
import { findReceivable } from './store.ts'

const ENGINE = systemActor('executions')

const DONE: Readonly<Record<InvoiceWish['kind'], string>> = {
  'invoice.void': 'invoice.voided',
  'invoice.uncollectible': 'invoice.written-off',
  'invoice.paid-out-of-band': 'invoice.paid-elsewhere',
  'invoice.credit-note': 'invoice.credited',
}

interface Settled {
  readonly kind: InvoiceWish['kind']
  readonly input: ActionInput<{ readonly invoiceStripeId: string }, InvoiceFacts>
  readonly details: Readonly<Record<string, unknown>>
  /** Nothing when it is done on a person's word: the next round reads what became of it. */
  readonly result: unknown
}

/** Our row as the invoice is now, and an entry in the log that names it. */
export const settleInvoice = async (
  kernel: Kernel,
  tx: Transaction,
  { kind, input, details, result }: Settled,
): Promise<void> => {
  const { payload, subject, requestId, reason, facts } = input
  const { invoiceStripeId } = payload
  const asOf = kernel.clock.now()
  const made = result as { readonly invoice: InvoiceDocument } | undefined
  if (made) {
    const hostedUrl = (await findReceivable(tx, invoiceStripeId))?.hostedUrl ?? null
    await keepDocument(kernel, tx, { document: { ...made.invoice, hostedUrl }, asOf })
  }
  await recordAudit(tx, asOf, {
    actor: ENGINE,
    action: DONE[kind],
    subject: { kind: 'invoice', id: invoiceStripeId },
    reason,
    details: {
      request: requestId,
      customer: subject.customerStripeId,
      team: subject.teamId,
      remainingBefore: facts.remaining,
      ...details,
    },
    personal: subject.name === null ? {} : { subjectName: subject.name },
  })
}
