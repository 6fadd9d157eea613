import type {
  DeliverOn,
  DeliveryKind,
  FulfilmentTask,
  ManualInvoiceState,
} from '@countersign/shared/features/invoice-work'
import type { InvoiceDocument } from '../payment-invoices.ts'

/** One attempt to invoice a quote. Name, team and currency are the quote's, so that lists need no other table. */
export interface ManualInvoiceTable {
  id: string
  quoteId: string
  quoteReference: string
  /** `2026-11-20` */
  quoteAcceptedOn: string
  customerName: string
  teamId: string | null
  ticket: string | null
  currency: string
  /** Known once it was chosen or made. */
  customerStripeId: string | null
  /** JSON of what finance chose. */
  choices: string
  /** Raised by each change: whoever saves names the one that they saw. */
  version: number
  state: ManualInvoiceState
  /** Why the quote is invoiced again; null for the only one. */
  repeatReason: string | null
  draftCount: number
  /** Of the drafting, or of the deletion, that was begun last. */
  executionId: string | null
  /** Of the choices that the draft was made of. */
  draftedHash: string | null
  /** The approval request that was made last. */
  requestId: string | null
  stripeId: string | null
  number: string | null
  status: InvoiceDocument['status'] | null
  /** Of the lines as they are chosen; of the invoice, by Stripe's word, once there is one. */
  total: number
  /** Why the last drafting or deletion came to nothing, in words. */
  problem: string | null
  draftedAt: number | null
  askedAt: number | null
  sentAt: number | null
  dueAt: number | null
  paidAt: number | null
  voidedAt: number | null
  uncollectibleAt: number | null
  createdBy: string
  createdAt: number
  changedBy: string
  changedAt: number
}

/** What has to be delivered for an invoice, product by product. */
export interface FulfilmentTaskTable {
  id: string
  manualInvoiceId: string
  kind: DeliveryKind
  deliverOn: DeliverOn
  productStripeId: string
  what: string
  state: FulfilmentTask['state']
  /** When it came to this state. */
  since: number
  doneAt: number | null
  doneBy: string | null
  /** The coupon's request that fulfilled it: one fulfils one. */
  fulfilledBy: string | null
}

export interface InvoiceTables {
  manualInvoice: ManualInvoiceTable
  fulfilmentTask: FulfilmentTaskTable
}
