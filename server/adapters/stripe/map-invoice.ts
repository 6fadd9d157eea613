import type { BalanceEntry, Invoice, NextInvoice } from '@countersign/shared/features/subscriptions'
import type { Stripe } from 'stripe'
import { idOf, isoOf, isoOrNull } from './stripe-call.ts'

export const subscriptionOf = (invoice: Stripe.Invoice): string | null =>
  idOf(invoice.parent?.subscription_details?.subscription)

const sum = (rows: ReadonlyArray<{ amount: number }> | null): number =>
  (rows ?? []).reduce((total, row) => total + row.amount, 0)

export const toInvoice = (invoice: Stripe.Invoice): Invoice => {
  const { currency } = invoice
  return {
    stripeId: invoice.id,
    number: invoice.number,
    status: (invoice.status ?? 'draft') as Invoice['status'],
    total: { amount: invoice.total, currency },
    amountDue: { amount: invoice.amount_due, currency },
    amountPaid: { amount: invoice.amount_paid, currency },
    amountRemaining: { amount: invoice.amount_remaining, currency },
    createdAt: isoOf(invoice.created),
    finalizedAt: isoOrNull(invoice.status_transitions.finalized_at),
    dueAt: isoOrNull(invoice.due_date),
    paidAt: isoOrNull(invoice.status_transitions.paid_at),
    memo: invoice.description,
    pdfUrl: invoice.invoice_pdf ?? null,
    hostedUrl: invoice.hosted_invoice_url ?? null,
    subscriptionStripeId: subscriptionOf(invoice),
    attempts: invoice.attempt_count,
  }
}

export const toNextInvoice = (preview: Stripe.Invoice): NextInvoice => {
  const { currency } = preview
  return {
    subscriptionStripeId: subscriptionOf(preview),
    at: isoOrNull(preview.next_payment_attempt ?? preview.period_end),
    lines: preview.lines.data.map((line) => ({
      description: line.description ?? 'Line without a description',
      amount: { amount: line.amount, currency: line.currency },
      quantity: line.quantity,
    })),
    subtotal: { amount: preview.subtotal, currency },
    discount: { amount: -sum(preview.total_discount_amounts), currency },
    tax: { amount: sum(preview.total_taxes), currency },
    total: { amount: preview.total, currency },
    balanceApplied: { amount: preview.amount_due - preview.total, currency },
    amountDue: { amount: preview.amount_due, currency },
  }
}

export const toBalanceEntry = (entry: Stripe.CustomerBalanceTransaction): BalanceEntry => ({
  stripeId: entry.id,
  amount: { amount: entry.amount, currency: entry.currency },
  endingBalance: { amount: entry.ending_balance, currency: entry.currency },
  kind: entry.type,
  description: entry.description,
  at: isoOf(entry.created),
})
