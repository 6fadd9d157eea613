// Rule: what is noted of a manual invoice names it, its quote and its team, and keeps personal values apart.

import type { ManualInvoiceState } from '@countersign/shared/features/invoice-work'

export interface NotedInvoice {
  readonly id: string
  readonly quoteReference: string
  readonly teamId: string | null
  readonly ticket: string | null
  readonly customerStripeId: string | null
  readonly customerName: string
  readonly stripeId: string | null
  readonly state: ManualInvoiceState
}

/** The part of an audit entry that is the same for all of them. */
export const noteOf = (row: NotedInvoice, details: Readonly<Record<string, unknown>>) => ({
  subject: { kind: 'manual-invoice', id: row.id },
  ticket: row.ticket,
  details: {
    quote: row.quoteReference,
    team: row.teamId,
    customer: row.customerStripeId,
    invoice: row.stripeId,
    ...details,
  },
  personal: { subjectName: row.customerName },
})
