import type { InvoiceMethod } from '@countersign/shared/features/invoices'
import type { INVOICE_STATUSES } from '@countersign/shared/features/subscriptions'
import type { Money } from '@countersign/shared/money'
import type { PostalAddress } from './payment-writes.ts'
import type { StripeMetadata } from './request-metadata.ts'

export interface NewCustomer {
  readonly name: string
  readonly email: string
  readonly address: PostalAddress | null
  /** Carries the team id, which proves the team from then on. */
  readonly metadata: StripeMetadata
}

export interface NewInvoiceLine {
  /** From 1; kept in the line's metadata, so that a lost answer can be found again. */
  readonly number: number
  readonly description: string
  readonly quantity: number
  readonly unitAmount: Money
  /** The product of the catalogue that it sells; null for free text. */
  readonly productStripeId: string | null
  /** Of the service, both or neither. */
  readonly period: { readonly startsAt: string; readonly endsAt: string } | null
}

export interface NewDraft {
  readonly customerStripeId: string
  readonly currency: string
  readonly daysUntilDue: number
  readonly methods: readonly InvoiceMethod[]
  /** At most 500 characters in Stripe’s dashboard; the API takes more, we don’t. */
  readonly memo: string
  /** Shown in the head of the invoice, e.g. the customer's own order number; at most four. */
  readonly customFields: ReadonlyArray<{ readonly name: string; readonly value: string }>
  /** Stripe's own tax rates on every line; none = no tax. */
  readonly taxRateStripeIds: readonly string[]
  readonly metadata: StripeMetadata
}

/** An invoice with all that the customer will read on it. */
export interface InvoiceDocument {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly customerName: string | null
  readonly customerEmail: string | null
  readonly number: string | null
  readonly status: (typeof INVOICE_STATUSES)[number]
  readonly currency: string
  readonly collectionMethod: 'send_invoice' | 'charge_automatically'
  /** null: whatever the account's settings say. */
  readonly methods: readonly string[] | null
  readonly memo: string | null
  readonly customFields: ReadonlyArray<{ readonly name: string; readonly value: string }>
  readonly lines: ReadonlyArray<{
    readonly stripeId: string
    /** From our own metadata; null for a line that somebody else added. */
    readonly number: number | null
    readonly description: string
    readonly quantity: number | null
    readonly unitAmount: Money | null
    readonly amount: Money
    /** Stripe may make one of its own for free text. */
    readonly productStripeId: string | null
    /** Whatever they come to; none = no tax. */
    readonly taxRateStripeIds: readonly string[]
    readonly periodStartsAt: string
    readonly periodEndsAt: string
  }>
  readonly subtotal: Money
  /** What is taken off is negative: subtotal + discount + tax that isn't included = total. */
  readonly discount: Money
  readonly tax: Money
  readonly total: Money
  /** What the customer's credit takes off, negative; zero on a draft, where it isn't applied yet. */
  readonly balanceApplied: Money
  readonly amountDue: Money
  readonly amountPaid: Money
  readonly amountRemaining: Money
  readonly createdAt: string
  readonly finalizedAt: string | null
  readonly dueAt: string | null
  readonly paidAt: string | null
  readonly voidedAt: string | null
  readonly uncollectibleAt: string | null
  /** Somebody marked it as paid elsewhere. */
  readonly isPaidOutOfBand: boolean
  readonly pdfUrl: string | null
  readonly hostedUrl: string | null
  readonly subscriptionStripeId: string | null
  readonly metadata: StripeMetadata
}

export interface NewCreditNote {
  readonly invoiceStripeId: string
  /** Of the whole invoice, tax included. */
  readonly amount: Money
  readonly reason: 'duplicate' | 'fraudulent' | 'order_change' | 'product_unsatisfactory'
  /** The customer reads it. */
  readonly memo: string
  /** Where the part that was already paid goes; an open invoice just owes less. */
  readonly paidPart: 'none' | 'balance' | 'out-of-band'
  /**
   * How much of the amount falls on what was already paid; all of it unless said. It is fixed beforehand, since what the
   * note itself changes would otherwise make the second try of the same request another one.
   */
  readonly paidAmount?: Money
  readonly metadata: StripeMetadata
}

export interface CreditNote {
  readonly stripeId: string
  readonly number: string
  readonly invoiceStripeId: string
  readonly total: Money
  /** Taken back at Stripe: it takes nothing off the invoice. */
  readonly isVoid: boolean
  readonly metadata: StripeMetadata
}

export interface TaxRate {
  readonly stripeId: string
  readonly name: string
  readonly percent: number
  readonly isInclusive: boolean
  readonly country: string | null
}

export interface NewCheckout {
  /** Known, or made by Checkout with this e-mail. */
  readonly customer: { readonly stripeId: string } | { readonly email: string | null }
  readonly priceStripeId: string
  readonly quantity: number
  /** Also onto the subscription that comes of it. */
  readonly metadata: StripeMetadata
  /** The team id; Stripe takes 200 characters of letters, digits, dashes and underscores. null: left out. */
  readonly clientReferenceId: string | null
  readonly successUrl: string
  readonly cancelUrl: string
  readonly expiresAt: string | null
}

export interface CheckoutState {
  readonly stripeId: string
  readonly status: 'open' | 'complete' | 'expired'
  /** Only while it is open. */
  readonly url: string | null
  readonly customerStripeId: string | null
  readonly subscriptionStripeId: string | null
  readonly total: Money | null
  readonly createdAt: string
  readonly expiresAt: string
  readonly clientReferenceId: string | null
  readonly metadata: StripeMetadata
}

/** Invoices made by hand, and links for customers; the general words on calls, times and money of the other ports hold. */
export interface PaymentInvoices {
  createCustomer(customer: NewCustomer, idempotencyKey: string): Promise<{ readonly stripeId: string }>
  /** Found by the request that made it, without search: the newest customers with this e-mail. */
  findCustomerByRequest(email: string, requestId: string): Promise<string | null>

  /** `send_invoice`, not advanced by itself, without the customer's pending items and discounts. */
  createDraft(draft: NewDraft, idempotencyKey: string): Promise<InvoiceDocument>
  /** All of them or none. */
  addLines(invoiceStripeId: string, lines: readonly NewInvoiceLine[], idempotencyKey: string): Promise<InvoiceDocument>
  /** One that is gone already is no failure; refused when it is no draft any more. */
  deleteDraft(invoiceStripeId: string, idempotencyKey: string): Promise<void>
  /** Not sent by it, and not advanced afterwards. */
  finalizeInvoice(invoiceStripeId: string, idempotencyKey: string): Promise<InvoiceDocument>
  voidInvoice(invoiceStripeId: string, idempotencyKey: string): Promise<InvoiceDocument>
  markUncollectible(invoiceStripeId: string, idempotencyKey: string): Promise<InvoiceDocument>
  markPaidOutOfBand(invoiceStripeId: string, idempotencyKey: string): Promise<InvoiceDocument>
  createCreditNote(note: NewCreditNote, idempotencyKey: string): Promise<CreditNote>

  /** null when Stripe knows no such invoice, or a draft was deleted. */
  readInvoiceDocument(invoiceStripeId: string): Promise<InvoiceDocument | null>
  /** Every invoice of the customer that a request made, whatever became of it. */
  findInvoicesByRequest(
    customerStripeId: string,
    request: { readonly requestId: string; readonly since: string },
  ): Promise<InvoiceDocument[]>
  listCreditNotes(invoiceStripeId: string): Promise<CreditNote[]>
  /** From Stripe's events, which go back 30 days; `since` is exact, so take it from Stripe's own times. */
  wasInvoiceSentSince(invoiceStripeId: string, since: string): Promise<boolean>
  /** All open invoices of the account, a page of up to 100 at a time, newest first. */
  listOpenInvoices(
    startingAfter: string | null,
  ): Promise<{ readonly rows: readonly InvoiceDocument[]; readonly hasMore: boolean }>
  listTaxRates(): Promise<TaxRate[]>

  createCheckout(checkout: NewCheckout, idempotencyKey: string): Promise<CheckoutState>
  readCheckout(checkoutStripeId: string): Promise<CheckoutState | null>
  expireCheckout(checkoutStripeId: string, idempotencyKey: string): Promise<CheckoutState>
  /** A link into the customer's own billing pages; it works once, for minutes. */
  createPortalLink(
    portal: { readonly customerStripeId: string; readonly returnUrl: string },
    idempotencyKey: string,
  ): Promise<{ readonly url: string }>
}
