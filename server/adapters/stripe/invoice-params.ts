import type { Stripe } from 'stripe'
import type { NewCreditNote, NewCustomer, NewDraft, NewInvoiceLine } from '../../ports/payment-invoices.ts'
import type { PostalAddress } from '../../ports/payment-writes.ts'
import { LINE_KEY } from './map-invoice-document.ts'
import { secondsOf } from './write-options.ts'

const addressParams = (address: PostalAddress): Stripe.AddressParam => {
  const given = (value: string | null, name: string) => (value === null ? {} : { [name]: value })
  return {
    ...given(address.line1, 'line1'),
    ...given(address.line2, 'line2'),
    ...given(address.postalCode, 'postal_code'),
    ...given(address.city, 'city'),
    ...given(address.state, 'state'),
    ...given(address.country, 'country'),
  }
}

export const customerParams = ({ name, email, address, metadata }: NewCustomer): Stripe.CustomerCreateParams => ({
  name,
  email,
  ...(address === null ? {} : { address: addressParams(address) }),
  metadata,
})

/** A discount or pending item of the customer would make it another sum than the one that was accepted. */
export const draftParams = (draft: NewDraft): Stripe.InvoiceCreateParams => ({
  customer: draft.customerStripeId,
  currency: draft.currency,
  collection_method: 'send_invoice',
  days_until_due: draft.daysUntilDue,
  auto_advance: false,
  pending_invoice_items_behavior: 'exclude',
  discounts: '',
  description: draft.memo,
  metadata: draft.metadata,
  ...(draft.methods.length === 0 ? {} : { payment_settings: { payment_method_types: [...draft.methods] } }),
  ...(draft.customFields.length === 0 ? {} : { custom_fields: draft.customFields.map((field) => ({ ...field })) }),
  ...(draft.taxRateStripeIds.length === 0 ? {} : { default_tax_rates: [...draft.taxRateStripeIds] }),
})

type LineParams = Stripe.InvoiceAddLinesParams.Line

/**
 * Stripe takes only one-time prices on invoices, and plans are sold by recurring ones: so the product is named and the price
 * told. A plain amount takes no quantity.
 */
const costOf = ({ productStripeId, description, quantity, unitAmount }: NewInvoiceLine): LineParams => {
  if (productStripeId === null && quantity === 1) return { amount: unitAmount.amount }
  const product = productStripeId === null ? { product_data: { name: description } } : { product: productStripeId }
  return { price_data: { ...product, currency: unitAmount.currency, unit_amount: unitAmount.amount }, quantity }
}

export const lineParams = (line: NewInvoiceLine): LineParams => ({
  ...costOf(line),
  description: line.description,
  ...(line.period === null
    ? {}
    : { period: { start: secondsOf(line.period.startsAt), end: secondsOf(line.period.endsAt) } }),
  metadata: { [LINE_KEY]: String(line.number) },
})

type PaidPart = Pick<Stripe.CreditNoteCreateParams, 'credit_amount' | 'out_of_band_amount'>

const paidPartParams = (note: NewCreditNote): PaidPart => {
  const { amount } = note.paidAmount ?? note.amount
  if (note.paidPart === 'none' || amount === 0) return {}
  return note.paidPart === 'balance' ? { credit_amount: amount } : { out_of_band_amount: amount }
}

export const creditNoteParams = (note: NewCreditNote): Stripe.CreditNoteCreateParams => ({
  invoice: note.invoiceStripeId,
  amount: note.amount.amount,
  reason: note.reason,
  memo: note.memo,
  metadata: note.metadata,
  ...paidPartParams(note),
})
