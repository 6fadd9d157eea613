import type { InvoiceChoices } from '@countersign/shared/features/invoice-work'
import type { Quote } from '@countersign/shared/features/quotes'
import type { StaffActor } from '../../kernel/actor.ts'
import type { Kernel } from '../../kernel/context.ts'
import { AppError } from '../../kernel/errors.ts'
import { newId } from '../../kernel/ids.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import { recordAudit } from '../audit-log/index.ts'
import { takeQuote } from '../quotes/index.ts'
import { defaultMemo } from './memo-rules.ts'
import { defaultMethods } from './method-rules.ts'
import { noteOf } from './note-rules.ts'
import { insertInvoice, type InvoiceRow, listInvoicesOfQuote } from './store.ts'

export interface By {
  readonly actor: StaffActor
  readonly requestId: string
}

/** As it was accepted: nothing differs until somebody changes it. */
const firstChoices = (quote: Quote): InvoiceChoices => ({
  customer: null,
  lines: quote.lines.map((line, place) => ({ quoteLine: place, ...line })),
  methods: defaultMethods(quote.currency),
  daysUntilDue: quote.daysUntilDue,
  memo: defaultMemo(quote),
  taxRateStripeIds: [],
  accepted: [],
})

const NOTHING_YET = {
  customerStripeId: null,
  executionId: null,
  draftedHash: null,
  requestId: null,
  stripeId: null,
  number: null,
  status: null,
  problem: null,
  draftedAt: null,
  askedAt: null,
  sentAt: null,
  dueAt: null,
  paidAt: null,
  voidedAt: null,
  uncollectibleAt: null,
} satisfies Partial<InvoiceRow>

const rowOf = (quote: Quote, by: StaffActor, now: number): Omit<InvoiceRow, 'repeatReason'> => ({
  id: newId('miv', now),
  quoteId: quote.id,
  quoteReference: quote.reference,
  quoteAcceptedOn: quote.acceptedOn,
  customerName: quote.customerName,
  teamId: quote.teamId,
  ticket: quote.ticket,
  currency: quote.currency,
  choices: JSON.stringify(firstChoices(quote)),
  version: 1,
  state: 'editing',
  draftCount: 0,
  total: quote.total.amount,
  ...NOTHING_YET,
  createdBy: by.name,
  createdAt: now,
  changedBy: by.name,
  changedAt: now,
})

/**
 * Begins to invoice an accepted quote. One that has an invoice which is neither discarded nor voided, itself or under another
 * source, is refused with INVOICE_REPEATED until a reason is stated, and then always needs an approver.
 */
export const startInvoice = (
  kernel: Pick<Kernel, 'db' | 'clock'>,
  { actor, requestId }: By,
  { quoteId, repeat }: { readonly quoteId: string; readonly repeat: { readonly reason: string } | null },
): Promise<{ id: string; version: number }> =>
  inTransaction(kernel.db, async (tx) => {
    const now = kernel.clock.now()
    const quote = await takeQuote(tx, quoteId)
    const others = await listInvoicesOfQuote(tx, quoteId)
    if (others.length > 0 && repeat === null) {
      const invoices = others.map(({ id, number, state }) => ({ id, number, state }))
      throw new AppError('INVOICE_REPEATED', { data: { invoices } })
    }
    const repeatReason = others.length > 0 ? (repeat?.reason ?? null) : null
    const row = { ...rowOf(quote, actor, now), repeatReason }
    await insertInvoice(tx, row)
    await recordAudit(tx, now, {
      actor,
      requestId,
      action: 'invoice.started',
      reason: repeatReason,
      ...noteOf(row, { repeats: others.map(({ id }) => id) }),
    })
    return { id: row.id, version: row.version }
  })
