import type { BalanceEntry, Customer, Invoice, NextInvoice } from '@countersign/shared/features/subscriptions'
import type { DiscountFacts } from './discount-facts.ts'
import type { Metering } from './meter-facts.ts'
import type { MirrorResource, MirrorRow } from './mirror-row.ts'
import type { PaidTimeFacts } from './paid-time.ts'
import type { GatewaySubscription, PaymentFacts } from './payment-facts.ts'
import type { PaymentInvoices } from './payment-invoices.ts'
import type { PaymentWrites } from './payment-writes.ts'
import type { PlanFacts } from './plan-facts.ts'
import type { StripeEvent } from './stripe-event.ts'

export type { GatewaySubscription } from './payment-facts.ts'

/** Just enough of an object to tell whose it is. */
export interface GatewayHolder {
  readonly objectStripeId: string
  readonly kind: 'customer' | 'subscription' | 'invoice' | 'checkout-session' | 'other'
  readonly customerStripeId: string | null
  readonly label: string
  /** A subscription that has ended still tells whose it was, but no longer what is billed. */
  readonly isEnded: boolean
  readonly metadata: Readonly<Record<string, string>>
  readonly clientReferenceId: string | null
}

export interface GatewayCandidate {
  readonly customerStripeId: string
  readonly name: string | null
  readonly email: string | null
  readonly currency: string | null
  readonly metadata: Readonly<Record<string, string>>
}

export interface Page<T> {
  readonly rows: readonly T[]
  readonly hasMore: boolean
}

export type { MirrorResource, MirrorRow } from './mirror-row.ts'

/**
 * Stripe, as far as the desk shows it. Every call asks live and throws `GatewayError` when it can't be answered;
 * `null` means that Stripe knows no such object. Times in and out are ISO, money is minor units.
 */
export interface PaymentReads {
  searchCustomersByMetadata(key: string, value: string): Promise<GatewayCandidate[]>
  searchSubscriptionsByMetadata(key: string, value: string): Promise<GatewayHolder[]>
  /** Exact e-mail, without regard to case. */
  findCustomersByEmail(email: string): Promise<GatewayCandidate[]>
  readCandidate(customerStripeId: string): Promise<GatewayCandidate | null>
  /** Any id staff may paste: customer, subscription, invoice, checkout session. */
  readHolder(stripeId: string): Promise<GatewayHolder | null>
  /** Every subscription of a customer, ended ones too. */
  listSubscriptionHolders(customerStripeId: string): Promise<GatewayHolder[]>
  /** The newest hundred; Stripe can't search for `client_reference_id`. */
  listCheckoutHolders(customerStripeId: string): Promise<GatewayHolder[]>

  readCustomer(customerStripeId: string): Promise<Customer | null>
  listSubscriptions(customerStripeId: string): Promise<GatewaySubscription[]>
  /** Stripe's own preview of the coming invoice; null when there will be none. */
  previewNextInvoice(customerStripeId: string, subscriptionStripeId: string): Promise<NextInvoice | null>
  listInvoices(customerStripeId: string, startingAfter?: string): Promise<Page<Invoice>>
  listBalanceEntries(customerStripeId: string, startingAfter?: string): Promise<Page<BalanceEntry>>

  /** A page of the account for the mirror, oldest cursor first as Stripe lists: newest objects first. */
  listForMirror(resource: MirrorResource, startingAfter: string | null): Promise<Page<MirrorRow>>

  /** One object as it is now, for the mirror; what is gone comes back as deleted. */
  readForMirror(resource: MirrorResource, stripeId: string): Promise<MirrorRow>
  /** What a delivered event says of its object; null where that can't be gone by. Throws nothing. */
  readSnapshot(rawEvent: unknown): MirrorRow | null
  /** A page of Stripe's own list of events, newest first, none made before `from` (milliseconds). */
  listEvents(wish: { from: number; startingAfter: string | null }): Promise<Page<StripeEvent>>

  /** Asks for something cheap, to know whether key and network are good. */
  ping(): Promise<void>
}

/** Stripe, as far as this product knows it. */
export interface PaymentGateway
  extends PaymentReads,
    PaymentFacts,
    PaidTimeFacts,
    PaymentWrites,
    PaymentInvoices,
    Metering,
    PlanFacts,
    DiscountFacts {}
