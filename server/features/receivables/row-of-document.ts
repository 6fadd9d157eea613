import type { InvoiceDocument } from '../../ports/payment-invoices.ts'
import type { ReceivableRow } from './store.ts'

const millis = (iso: string | null): number | null => (iso === null ? null : Date.parse(iso))

const CLOSED_AS = { paid: 'paid', void: 'void', uncollectible: 'uncollectible', draft: 'gone' } as const

/** When Stripe says that it was over; a reading that finds it over without a time of its own counts from the reading. */
const closedAt = ({ paidAt, voidedAt, uncollectibleAt }: InvoiceDocument, asOf: number): number =>
  millis(paidAt ?? voidedAt ?? uncollectibleAt) ?? asOf

/** An invoice as it is kept: open ones are receivables, others stay with what became of them. */
export const rowOfDocument = (
  document: InvoiceDocument,
  { asOf, teamKeys }: { asOf: number; teamKeys: readonly string[] },
): ReceivableRow => {
  const { status } = document
  const end =
    status === 'open'
      ? ({ state: 'open', closedAs: null, closedAt: null } as const)
      : ({ state: 'closed', closedAs: CLOSED_AS[status], closedAt: closedAt(document, asOf) } as const)
  return {
    stripeId: document.stripeId,
    customerStripeId: document.customerStripeId,
    customerName: document.customerName,
    teamId: teamKeys.map((key) => document.metadata[key]).find((value) => value !== undefined) ?? null,
    number: document.number,
    currency: document.currency,
    total: document.total.amount,
    remaining: document.amountRemaining.amount,
    dueAt: millis(document.dueAt),
    finalizedAt: millis(document.finalizedAt),
    createdAt: Date.parse(document.createdAt),
    collectionMethod: document.collectionMethod,
    hostedUrl: document.hostedUrl,
    asOf,
    ...end,
  }
}
