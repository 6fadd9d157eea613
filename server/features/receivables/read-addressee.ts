import type { REMINDER_REFUSALS } from '@countersign/shared/features/receivables'
import { dayOf, toIso } from '@countersign/shared/times'
import type { Kernel } from '../../kernel/context.ts'
import { inTransaction } from '../../kernel/transaction.ts'
import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import { daysLateOn, dueDayOf } from './ageing-rules.ts'
import { keepDocument } from './keep-document.ts'
import type { ReminderFacts } from './reminder-rules.ts'
import { closeGone, findReceivable } from './store.ts'

export interface Addressee {
  readonly invoiceStripeId: string
  readonly customerStripeId: string
  readonly address: string
  readonly facts: ReminderFacts
}

interface Refused {
  readonly why: (typeof REMINDER_REFUSALS)[number]
}

/** Live, and kept: a row that turns out to be paid leaves the list at once. */
const readOpen = async (kernel: Kernel, id: string): Promise<InvoiceDocument | null> => {
  const asOf = kernel.clock.now()
  const document = await kernel.stripe.readInvoiceDocument(id)
  await inTransaction(kernel.db, (tx) =>
    document === null ? closeGone(tx, id, asOf) : keepDocument(kernel, tx, { document, asOf }),
  )
  return document?.status === 'open' ? document : null
}

const factsOf = (document: InvoiceDocument, today: string): ReminderFacts => {
  const { dueAt, finalizedAt, createdAt } = document
  const dueDay = dueDayOf({
    dueAt: dueAt === null ? null : Date.parse(dueAt),
    finalizedAt: finalizedAt === null ? null : Date.parse(finalizedAt),
    createdAt: Date.parse(createdAt),
  })
  return {
    name: document.customerName,
    number: document.number,
    remaining: document.amountRemaining,
    dueDay,
    daysLate: daysLateOn(dueDay, today),
    hostedUrl: document.hostedUrl,
  }
}

/** Whom a letter about this invoice would reach, or why nobody is written to. */
export const readAddressee = async (
  kernel: Kernel,
  invoiceStripeId: string,
  { conflicts }: { readonly conflicts: ReadonlySet<string> },
): Promise<Addressee | Refused> => {
  const row = await findReceivable(kernel.db, invoiceStripeId)
  if (!row) return { why: 'not-known' }
  const { customerStripeId } = row
  if (conflicts.has(customerStripeId)) return { why: 'read-only' }
  const document = await readOpen(kernel, invoiceStripeId)
  if (!document) return { why: 'not-open' }
  const facts = factsOf(document, dayOf(toIso(kernel.clock.now())))
  if (facts.daysLate < 1) return { why: 'not-late' }
  const customer = await kernel.stripe.readCandidate(customerStripeId)
  if (!customer) return { why: 'customer-deleted' }
  const address = customer.email ?? document.customerEmail
  if (address === null || address === '') return { why: 'no-address' }
  return { invoiceStripeId, customerStripeId, address, facts: { ...facts, name: customer.name ?? facts.name } }
}
