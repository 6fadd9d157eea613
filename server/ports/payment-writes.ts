import type { Money } from '@countersign/shared/money'
import type { BalanceEntry, Invoice } from '@countersign/shared/features/subscriptions'
import type { StripeMetadata } from './request-metadata.ts'

export interface GatewayBalanceEntry extends BalanceEntry {
  readonly customerStripeId: string
  readonly invoiceStripeId: string | null
  readonly metadata: StripeMetadata
}

export interface GatewayCoupon {
  readonly stripeId: string
  readonly name: string | null
  readonly amountOff: Money | null
  readonly percentOff: number | null
  readonly duration: 'once' | 'repeating' | 'forever'
  readonly durationInMonths: number | null
  readonly maxRedemptions: number | null
  readonly timesRedeemed: number
  readonly redeemBy: string | null
  /** Products that it is limited to; null = all. */
  readonly productStripeIds: readonly string[] | null
  /** Stripe says whether it can still be redeemed. */
  readonly isValid: boolean
  readonly createdAt: string
  readonly metadata: StripeMetadata
}

export interface GatewayPromotionCode {
  readonly stripeId: string
  readonly couponStripeId: string
  readonly code: string
  readonly customerStripeId: string | null
  readonly isActive: boolean
  readonly maxRedemptions: number | null
  readonly timesRedeemed: number
  readonly expiresAt: string | null
  readonly isFirstTimeOnly: boolean
  readonly createdAt: string
  readonly metadata: StripeMetadata
}

/** A discount as it hangs: just enough to know that it is there. */
export interface AppliedDiscount {
  readonly stripeId: string
  readonly couponStripeId: string
}

/** A subscription as a write answers it: what may be compared with what was meant, nothing that needs another read. */
export interface SubscriptionState {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly status: string
  readonly items: ReadonlyArray<{
    readonly stripeId: string
    readonly priceStripeId: string
    readonly quantity: number | null
    readonly discounts: readonly AppliedDiscount[]
  }>
  readonly discounts: readonly AppliedDiscount[]
  readonly cancelAt: string | null
  readonly isCancelAtPeriodEnd: boolean
  readonly canceledAt: string | null
  readonly endedAt: string | null
  readonly pause: { readonly behavior: string; readonly resumesAt: string | null } | null
  readonly latestInvoiceStripeId: string | null
  readonly metadata: StripeMetadata
}

export interface BillingIdentity {
  readonly name: string | null
  readonly email: string | null
  readonly address: PostalAddress | null
}

export interface PostalAddress {
  readonly line1: string | null
  readonly line2: string | null
  readonly postalCode: string | null
  readonly city: string | null
  readonly state: string | null
  /** Two letters. */
  readonly country: string | null
}

export interface GatewayTaxId {
  readonly stripeId: string
  readonly type: string
  readonly value: string
  readonly verification: string | null
}

export interface NewBalanceCredit {
  readonly customerStripeId: string
  /** Negative = the customer is given credit. */
  readonly amount: Money
  readonly description: string
  readonly metadata: StripeMetadata
}

export interface NewCoupon {
  /** Derived from the request: a second one of the same id can't come to be. */
  readonly stripeId: string
  /** At most 40 characters. */
  readonly name: string
  readonly off:
    | { readonly kind: 'amount'; readonly amount: Money }
    | { readonly kind: 'percent'; readonly percent: number }
  readonly duration:
    | { readonly kind: 'once' }
    | { readonly kind: 'repeating'; readonly months: number }
    | { readonly kind: 'forever' }
  readonly maxRedemptions: number | null
  readonly redeemBy: string | null
  readonly productStripeIds: readonly string[] | null
  readonly metadata: StripeMetadata
}

export interface NewPromotionCode {
  readonly couponStripeId: string
  readonly code: string
  readonly customerStripeId: string | null
  readonly maxRedemptions: number | null
  readonly expiresAt: string | null
  readonly isFirstTimeOnly: boolean
  readonly metadata: StripeMetadata
}

/** `keep` leaves a discount that hangs there as it is; `coupon` makes a new one. */
export type IntendedDiscount =
  | { readonly kind: 'keep'; readonly discountStripeId: string }
  | { readonly kind: 'coupon'; readonly couponStripeId: string }

export interface IntendedDiscounts {
  readonly subscriptionStripeId: string
  /** The whole list as it shall be; empty clears it. */
  readonly discounts: readonly IntendedDiscount[]
  /** Items whose own lists change too; those not named keep theirs. */
  readonly items: ReadonlyArray<{ readonly itemStripeId: string; readonly discounts: readonly IntendedDiscount[] }>
}

export type ItemChange =
  | {
      readonly kind: 'update'
      readonly itemStripeId: string
      readonly priceStripeId?: string
      readonly quantity?: number
    }
  | { readonly kind: 'add'; readonly priceStripeId: string; readonly quantity: number | null }
  | { readonly kind: 'remove'; readonly itemStripeId: string }

export interface SubscriptionChange {
  readonly subscriptionStripeId: string
  readonly items: readonly ItemChange[]
  readonly proration: 'create_prorations' | 'always_invoice' | 'none'
  /** Fixed when it was previewed, so that what is billed is what was shown; ignored without prorations. */
  readonly prorationAt: string | null
  /** Starts a new period now. */
  readonly isNewCycle: boolean
  readonly payment: 'allow_incomplete' | 'default_incomplete' | 'error_if_incomplete' | null
  /** Added to what is there. */
  readonly metadata: StripeMetadata
}

/** Invoices go on and are not collected. */
export interface CollectionPause {
  readonly subscriptionStripeId: string
  readonly behavior: 'keep_as_draft' | 'mark_uncollectible' | 'void'
  readonly resumesAt: string | null
}

/** No invoices and no new periods until it is resumed. */
export interface SubscriptionPause {
  readonly subscriptionStripeId: string
  /** What is unused of the running period is credited. */
  readonly isUnusedTimeCredited: boolean
  /** At once, or with the next invoice. */
  readonly isInvoicedNow: boolean
}

export interface SubscriptionResumption {
  readonly subscriptionStripeId: string
  /** A whole new period from now, or the rest of the one that would be running. */
  readonly isNewCycle: boolean
  /** Fixed when it was previewed; only for the rest of a period. */
  readonly prorationAt: string | null
  /** The invoice that it brings is charged with it; else it waits, open, and the subscription with it. */
  readonly isChargedNow: boolean
}

export type Cancellation = { readonly subscriptionStripeId: string } & (
  | { readonly kind: 'now'; readonly isProrated: boolean; readonly isInvoicedNow: boolean }
  | { readonly kind: 'period-end' }
  | { readonly kind: 'at'; readonly at: string; readonly proration: SubscriptionChange['proration'] }
)

/** null removes a key. */
export type MetadataChanges = Readonly<Record<string, string | null>>

/**
 * What this product changes at Stripe. Every call is made once (the client doesn't repeat it by itself), with the
 * caller's idempotency key, and answers from Stripe's own reply. What goes wrong is a `GatewayError` whose `failure`
 * and `stripe` say whether anything may have happened. Times in and out are ISO, money is minor units.
 */
export interface PaymentWrites {
  createBalanceCredit(credit: NewBalanceCredit, idempotencyKey: string): Promise<GatewayBalanceEntry>

  /** Refused with `resource_already_exists` when another key made it before: read it by its id. */
  createCoupon(coupon: NewCoupon, idempotencyKey: string): Promise<GatewayCoupon>
  createPromotionCode(code: NewPromotionCode, idempotencyKey: string): Promise<GatewayPromotionCode>
  deactivatePromotionCode(promotionCodeStripeId: string, idempotencyKey: string): Promise<GatewayPromotionCode>

  replaceDiscounts(intended: IntendedDiscounts, idempotencyKey: string): Promise<SubscriptionState>
  /** Stripe has no call that puts one there again. None there is no failure. */
  clearCustomerDiscount(customerStripeId: string, idempotencyKey: string): Promise<void>

  changeSubscription(change: SubscriptionChange, idempotencyKey: string): Promise<SubscriptionState>
  pauseCollection(pause: CollectionPause, idempotencyKey: string): Promise<SubscriptionState>
  resumeCollection(subscriptionStripeId: string, idempotencyKey: string): Promise<SubscriptionState>
  /** Refused for subscriptions that follow a schedule, are sent their invoices or bill in classic mode. */
  pauseSubscription(pause: SubscriptionPause, idempotencyKey: string): Promise<SubscriptionState>
  /** Stays `paused` until the invoice that it may bring is paid. */
  resumeSubscription(resumption: SubscriptionResumption, idempotencyKey: string): Promise<SubscriptionState>
  /** Stripe keeps no keys for a cancellation at once: one that has ended already is answered as it is. */
  cancelSubscription(cancellation: Cancellation, idempotencyKey: string): Promise<SubscriptionState>
  /** Takes back a cancellation that lies ahead, by the name under which it was made. */
  undoCancel(
    cancellation: { readonly subscriptionStripeId: string; readonly kind: 'period-end' | 'at' },
    idempotencyKey: string,
  ): Promise<SubscriptionState>

  /** Sends the mail again; nothing at Stripe proves that it went out. */
  sendInvoice(invoiceStripeId: string, idempotencyKey: string): Promise<Invoice>
  payInvoice(invoiceStripeId: string, idempotencyKey: string): Promise<Invoice>

  /** Only what is named changes; the address is replaced whole. */
  updateCustomerBilling(
    change: { readonly customerStripeId: string } & Partial<BillingIdentity>,
    idempotencyKey: string,
  ): Promise<BillingIdentity>
  createTaxId(
    taxId: { readonly customerStripeId: string; readonly type: string; readonly value: string },
    idempotencyKey: string,
  ): Promise<GatewayTaxId>
  /** One that is gone already is no failure. */
  deleteTaxId(
    taxId: { readonly customerStripeId: string; readonly taxIdStripeId: string },
    idempotencyKey: string,
  ): Promise<void>
  /** Answers all metadata as it stands afterwards. */
  updateMetadata(
    change: {
      readonly on: 'customer' | 'subscription'
      readonly stripeId: string
      readonly changes: MetadataChanges
    },
    idempotencyKey: string,
  ): Promise<StripeMetadata>
}
