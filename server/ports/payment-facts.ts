import type { Money } from '@countersign/shared/money'
import type { Discount, Invoice, NextInvoice, Subscription } from '@countersign/shared/features/subscriptions'
import type { StripeMetadata } from './request-metadata.ts'
import type {
  BillingIdentity,
  GatewayBalanceEntry,
  GatewayCoupon,
  GatewayPromotionCode,
  GatewayTaxId,
  SubscriptionChange,
  SubscriptionPause,
  SubscriptionResumption,
} from './payment-writes.ts'

/** What Stripe says of a subscription; the slice adds what it means. */
export type GatewaySubscription = Omit<Subscription, 'explanation' | 'madeByHand'>

/** One subscription with the discounts of every level, for a decision that hangs on them. */
export interface LiveSubscription {
  readonly subscription: GatewaySubscription
  /** It ends with its period, rather than at a time of its own. */
  readonly isCancelAtPeriodEnd: boolean
  readonly discounts: {
    readonly onSubscription: readonly Discount[]
    readonly onItems: ReadonlyArray<{ readonly itemStripeId: string; readonly discounts: readonly Discount[] }>
    /** Acts only where the subscription has none of its own. */
    readonly onCustomer: readonly Discount[]
  }
}

export interface ChangeLine {
  readonly description: string
  readonly amount: Money
  readonly quantity: number | null
  readonly isProration: boolean
  readonly periodStartsAt: string
  readonly periodEndsAt: string
}

/** What comes back each period: the plain items, before discounts and tax. */
export interface RecurringAmount {
  readonly at: string
  readonly amount: Money
}

/** Stripe's preview of a change, made with the parameters of the change itself. */
export interface ChangePreview {
  /** Of the invoice that shows the change: the one billed now, else the renewal. */
  readonly lines: readonly ChangeLine[]
  /** The sum of the lines that are prorations; discounts are in them as Stripe put them there. */
  readonly prorations: Money
  /** The invoice that the change brings at once; null when it only touches the coming one. */
  readonly billedNow: NextInvoice | null
  /** The next renewal as Stripe previews it; null when a new cycle starts now, beyond which Stripe doesn't look. */
  readonly renewal: NextInvoice | null
  readonly recurring: RecurringAmount | null
}

/** The invoice that a cancellation, a pause or a resumption brings at once. */
export interface InvoicePreview {
  readonly lines: readonly ChangeLine[]
  readonly prorations: Money
  readonly invoice: NextInvoice
}

export interface ComingLine {
  /** null for what was added by hand. */
  readonly itemStripeId: string | null
  readonly productStripeId: string | null
  /** Before discounts and tax. */
  readonly amount: Money
  /** Whether a discount may take from it: not from prorations. */
  readonly isDiscountable: boolean
}

export interface ComingInvoice {
  /** When it is made; charging may follow an hour later. */
  readonly at: string
  readonly lines: readonly ComingLine[]
  /** The sum of the lines. */
  readonly beforeDiscounts: Money
  /** The sum of those that a discount may take from. */
  readonly discountable: Money
  /** `repeated`: Stripe previews one invoice only; this one is what recurs in it. */
  readonly source: 'preview' | 'repeated'
}

/**
 * The invoices that a subscription will bring. `stopsAt` says why fewer are known than were asked for: it ends, a
 * schedule or another interval changes what recurs, or usage decides.
 */
export interface ComingInvoices {
  readonly invoices: readonly ComingInvoice[]
  readonly stopsAt: 'end' | 'schedule' | 'intervals' | 'usage' | null
}

export interface GatewayPrice {
  readonly stripeId: string
  readonly productStripeId: string
  readonly productName: string
  readonly nickname: string | null
  readonly currency: string
  /** null for tiered prices and fractions of a minor unit: they have no single amount. */
  readonly unitAmount: Money | null
  readonly billingScheme: 'per_unit' | 'tiered'
  /** null = paid once. */
  readonly recurring: {
    readonly interval: 'day' | 'week' | 'month' | 'year'
    readonly intervalCount: number
    readonly usage: 'licensed' | 'metered'
  } | null
  readonly metadata: StripeMetadata
  readonly productMetadata: StripeMetadata
}

export interface PendingItem {
  readonly stripeId: string
  readonly subscriptionStripeId: string | null
  readonly description: string | null
  readonly amount: Money
  readonly isProration: boolean
  readonly periodStartsAt: string
  readonly periodEndsAt: string
  readonly metadata: StripeMetadata
}

export interface GatewayCreditNote {
  readonly stripeId: string
  readonly number: string
  readonly invoiceStripeId: string
  readonly total: Money
  readonly reason: string | null
  readonly isVoid: boolean
  readonly at: string
}

export interface GatewayRefund {
  readonly stripeId: string
  readonly chargeStripeId: string
  readonly amount: Money
  readonly status: string
  readonly reason: string | null
  readonly at: string
}

/** A coupon that somebody put on a customer or a subscription, with or without a code. */
export interface GatewayRedemption {
  readonly discountStripeId: string
  readonly customerStripeId: string | null
  readonly subscriptionStripeId: string | null
  /** null in events that were made before coupons had a source. */
  readonly couponStripeId: string | null
  readonly promotionCodeStripeId: string | null
  readonly at: string
}

/** A draft invoice has already used its discounts: they are no longer there for another one. */
export interface DraftInvoice {
  readonly stripeId: string
  readonly subscriptionStripeId: string | null
  readonly total: Money
  readonly discountsUsed: ReadonlyArray<{ readonly discountStripeId: string; readonly amount: Money }>
}

/**
 * What decisions about money rest on, and how a lost answer is found again: through ids, lists and metadata, never
 * through search, which lags. A list is whole or it is a `GatewayError`; `null` means that Stripe knows no such object.
 */
export interface PaymentFacts {
  readSubscription(subscriptionStripeId: string): Promise<LiveSubscription | null>
  readBillingIdentity(customerStripeId: string): Promise<BillingIdentity | null>
  listTaxIds(customerStripeId: string): Promise<GatewayTaxId[]>
  readInvoice(invoiceStripeId: string): Promise<Invoice | null>
  listDraftInvoices(customerStripeId: string): Promise<DraftInvoice[]>

  /** Newest first. */
  listBalanceEntriesSince(customerStripeId: string, since: string): Promise<GatewayBalanceEntry[]>
  /** Every entry that a request made, of any step; `since` lies before its first attempt, by a clock that may be ahead. */
  findBalanceEntriesByRequest(
    customerStripeId: string,
    request: { readonly requestId: string; readonly since: string },
  ): Promise<GatewayBalanceEntry[]>
  listPendingItems(customerStripeId: string): Promise<PendingItem[]>
  listCreditNotesSince(customerStripeId: string, since: string): Promise<GatewayCreditNote[]>
  listRefundsSince(customerStripeId: string, since: string): Promise<GatewayRefund[]>

  readCoupon(couponStripeId: string): Promise<GatewayCoupon | null>
  readPromotionCode(promotionCodeStripeId: string): Promise<GatewayPromotionCode | null>
  listPromotionCodes(couponStripeId: string): Promise<GatewayPromotionCode[]>
  /** From Stripe's events, which go back 30 days. Newest first. */
  listRedemptionsSince(since: string): Promise<GatewayRedemption[]>

  /** null when Stripe doesn't know the subscription or nothing is to come. */
  previewChange(change: SubscriptionChange): Promise<ChangePreview | null>
  /** Of a cancellation at once that is invoiced now; null when it brings no invoice. */
  previewCancellation(subscriptionStripeId: string, isProrated: boolean): Promise<InvoicePreview | null>
  /** null when it brings no invoice; Stripe shows none for what is left to the next one. */
  previewPause(pause: SubscriptionPause): Promise<InvoicePreview | null>
  previewResumption(resumption: SubscriptionResumption): Promise<InvoicePreview | null>
  previewComingInvoices(subscriptionStripeId: string, count: number): Promise<ComingInvoices>

  /** Every active price of an active product, paid once or again and again. */
  listPrices(): Promise<GatewayPrice[]>
}
