import type { Stripe } from 'stripe'
import type { DraftInvoice, GatewayCreditNote, GatewayRefund, PendingItem } from '../../ports/payment-facts.ts'
import type { BillingIdentity, GatewayBalanceEntry, GatewayTaxId } from '../../ports/payment-writes.ts'
import { subscriptionOf, toBalanceEntry } from './map-invoice.ts'
import { idOf, isoOf } from './stripe-call.ts'

export const toMarkedEntry = (entry: Stripe.CustomerBalanceTransaction): GatewayBalanceEntry => ({
  ...toBalanceEntry(entry),
  customerStripeId: idOf(entry.customer) ?? '',
  invoiceStripeId: idOf(entry.invoice),
  metadata: entry.metadata ?? {},
})

export const toBillingIdentity = ({ name, email, address }: Stripe.Customer): BillingIdentity => ({
  name: name ?? null,
  email,
  address: address
    ? {
        line1: address.line1,
        line2: address.line2,
        postalCode: address.postal_code,
        city: address.city,
        state: address.state,
        country: address.country,
      }
    : null,
})

export const toTaxId = ({ id, type, value, verification }: Stripe.TaxId): GatewayTaxId => ({
  stripeId: id,
  type,
  value,
  verification: verification?.status ?? null,
})

export const toPendingItem = (item: Stripe.InvoiceItem): PendingItem => ({
  stripeId: item.id,
  subscriptionStripeId: idOf(item.parent?.subscription_details?.subscription),
  description: item.description,
  amount: { amount: item.amount, currency: item.currency },
  isProration: item.proration,
  periodStartsAt: isoOf(item.period.start),
  periodEndsAt: isoOf(item.period.end),
  metadata: item.metadata ?? {},
})

export const toCreditNote = (note: Stripe.CreditNote): GatewayCreditNote => ({
  stripeId: note.id,
  number: note.number,
  invoiceStripeId: idOf(note.invoice) ?? '',
  total: { amount: note.total, currency: note.currency },
  reason: note.reason,
  isVoid: note.status === 'void',
  at: isoOf(note.created),
})

export const toRefund = (refund: Stripe.Refund): GatewayRefund => ({
  stripeId: refund.id,
  chargeStripeId: idOf(refund.charge) ?? '',
  amount: { amount: refund.amount, currency: refund.currency },
  status: refund.status ?? 'unknown',
  reason: refund.reason,
  at: isoOf(refund.created),
})

export const toDraftInvoice = (invoice: Stripe.Invoice): DraftInvoice => ({
  stripeId: invoice.id,
  subscriptionStripeId: subscriptionOf(invoice),
  total: { amount: invoice.total, currency: invoice.currency },
  discountsUsed: (invoice.total_discount_amounts ?? []).map((used) => ({
    discountStripeId: idOf(used.discount) ?? '',
    amount: { amount: used.amount, currency: invoice.currency },
  })),
})
