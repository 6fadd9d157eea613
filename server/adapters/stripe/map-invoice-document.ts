import type { Money } from '@countersign/shared/money'
import { INVOICE_STATUSES } from '@countersign/shared/features/subscriptions'
import type { Stripe } from 'stripe'
import { GatewayError } from '../../kernel/errors.ts'
import type { CreditNote, InvoiceDocument, TaxRate } from '../../ports/payment-invoices.ts'
import { subscriptionOf } from './map-invoice.ts'
import { idOf, isoOf, isoOrNull } from './stripe-call.ts'

/** In a line's metadata: which of our own it is. */
export const LINE_KEY = 'countersign_line'

type Line = InvoiceDocument['lines'][number]

const sumOf = (rows: ReadonlyArray<{ amount: number }> | null): number =>
  (rows ?? []).reduce((total, row) => total + row.amount, 0)

const statusOf = ({ status }: Stripe.Invoice): InvoiceDocument['status'] => {
  const known = INVOICE_STATUSES.find((one) => one === status)
  if (known) return known
  throw new GatewayError('stripe', 'nonsense', { retryable: true, detail: 'an invoice without a known status' })
}

const numberOf = (metadata: Stripe.Metadata): number | null => {
  const number = Number(metadata[LINE_KEY] ?? Number.NaN)
  return Number.isSafeInteger(number) ? number : null
}

/** null for a fraction of a minor unit, which is no amount of money. */
const unitOf = ({ pricing, amount, currency, quantity }: Stripe.InvoiceLineItem): Money | null => {
  const decimal = pricing?.unit_amount_decimal ?? null
  if (decimal === null) return quantity === 1 ? { amount, currency } : null
  const unit = Number(decimal.toString())
  return Number.isSafeInteger(unit) ? { amount: unit, currency } : null
}

const toLine = (line: Stripe.InvoiceLineItem): Line => ({
  stripeId: line.id,
  number: numberOf(line.metadata),
  description: line.description ?? '',
  quantity: line.quantity,
  unitAmount: unitOf(line),
  amount: { amount: line.amount, currency: line.currency },
  productStripeId: line.pricing?.price_details?.product ?? null,
  taxRateStripeIds: (line.taxes ?? []).flatMap(({ tax_rate_details: details }) => details?.tax_rate ?? []),
  periodStartsAt: isoOf(line.period.start),
  periodEndsAt: isoOf(line.period.end),
})

type Amounts =
  | 'subtotal'
  | 'discount'
  | 'tax'
  | 'total'
  | 'balanceApplied'
  | 'amountDue'
  | 'amountPaid'
  | 'amountRemaining'

/** `ending_balance` is null until the invoice is finalised: only then is the balance used. */
const amountsOf = (invoice: Stripe.Invoice): Pick<InvoiceDocument, Amounts> => {
  const { currency, starting_balance: before, ending_balance: after } = invoice
  const money = (amount: number): Money => ({ amount, currency })
  return {
    subtotal: money(invoice.subtotal),
    discount: money(0 - sumOf(invoice.total_discount_amounts)),
    tax: money(sumOf(invoice.total_taxes)),
    total: money(invoice.total),
    balanceApplied: money(after === null ? 0 : before - after),
    amountDue: money(invoice.amount_due),
    amountPaid: money(invoice.amount_paid),
    amountRemaining: money(invoice.amount_remaining),
  }
}

type Times = 'createdAt' | 'finalizedAt' | 'dueAt' | 'paidAt' | 'voidedAt' | 'uncollectibleAt'

const timesOf = ({ created, due_date, status_transitions: passed }: Stripe.Invoice): Pick<InvoiceDocument, Times> => ({
  createdAt: isoOf(created),
  finalizedAt: isoOrNull(passed.finalized_at),
  dueAt: isoOrNull(due_date),
  paidAt: isoOrNull(passed.paid_at),
  voidedAt: isoOrNull(passed.voided_at),
  uncollectibleAt: isoOrNull(passed.marked_uncollectible_at),
})

const customFieldsOf = (fields: Stripe.Invoice['custom_fields']): InvoiceDocument['customFields'] =>
  (fields ?? []).map(({ name, value }) => ({ name, value }))

/** An invoice carries its first lines only; all of them are handed in. */
export const toInvoiceDocument = (
  invoice: Stripe.Invoice,
  lines: readonly Stripe.InvoiceLineItem[],
): InvoiceDocument => ({
  stripeId: invoice.id,
  customerStripeId: idOf(invoice.customer) ?? '',
  customerName: invoice.customer_name ?? null,
  customerEmail: invoice.customer_email ?? null,
  number: invoice.number,
  status: statusOf(invoice),
  currency: invoice.currency,
  collectionMethod: invoice.collection_method === 'send_invoice' ? 'send_invoice' : 'charge_automatically',
  methods: invoice.payment_settings.payment_method_types,
  memo: invoice.description,
  customFields: customFieldsOf(invoice.custom_fields),
  lines: lines.map(toLine),
  ...amountsOf(invoice),
  ...timesOf(invoice),
  isPaidOutOfBand: invoice.status === 'paid' && (invoice.amount_paid_off_stripe ?? 0) > 0,
  pdfUrl: invoice.invoice_pdf ?? null,
  hostedUrl: invoice.hosted_invoice_url ?? null,
  subscriptionStripeId: subscriptionOf(invoice),
  metadata: invoice.metadata ?? {},
})

export const toInvoiceCreditNote = (note: Stripe.CreditNote): CreditNote => ({
  stripeId: note.id,
  number: note.number,
  invoiceStripeId: idOf(note.invoice) ?? '',
  total: { amount: note.total, currency: note.currency },
  isVoid: note.status === 'void',
  metadata: note.metadata ?? {},
})

export const toTaxRate = (rate: Stripe.TaxRate): TaxRate => ({
  stripeId: rate.id,
  name: rate.display_name,
  percent: rate.percentage,
  isInclusive: rate.inclusive,
  country: rate.country,
})
