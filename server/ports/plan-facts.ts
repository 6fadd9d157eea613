import type { StripeMetadata } from './request-metadata.ts'

export interface PlanItem {
  readonly itemStripeId: string
  /** null where usage decides. */
  readonly quantity: number | null
  /** The end of what is paid for. */
  readonly periodEndsAt: string
  readonly priceStripeId: string
  readonly productStripeId: string
  readonly productName: string
  readonly priceMetadata: StripeMetadata
  readonly productMetadata: StripeMetadata
}

/** A subscription with what its plan says of tenants. Times are ISO. */
export interface PlanSubscription {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly status: string
  readonly metadata: StripeMetadata
  readonly customerMetadata: StripeMetadata
  readonly createdAt: string
  readonly trialEndsAt: string | null
  readonly cancelAt: string | null
  readonly endedAt: string | null
  readonly isCollectionPaused: boolean
  /** When the oldest invoice that is still open was due; null when none is, or the subscription isn't past due. */
  readonly unpaidSince: string | null
  /** Sent by invoice, one of which is open, and none that asked for money was paid so far. */
  readonly awaitsFirstPayment: boolean
  readonly items: readonly PlanItem[]
}

/** A product with what its seller says of it. */
export interface PlanProduct {
  readonly stripeId: string
  readonly name: string
  readonly metadata: StripeMetadata
}

export interface PlanPage {
  readonly rows: readonly PlanSubscription[]
  readonly hasMore: boolean
}

/** Asked live; throws `GatewayError` when Stripe can't be asked. */
export interface PlanFacts {
  /** Every subscription of a customer, ended ones too. */
  listCustomerPlans(customerStripeId: string): Promise<PlanSubscription[]>
  /** null when Stripe doesn't know it. */
  readPlanSubscription(subscriptionStripeId: string): Promise<PlanSubscription | null>
  /** Those of them that Stripe knows, sold still or not. */
  readPlanProducts(productStripeIds: readonly string[]): Promise<PlanProduct[]>
  /** Of the whole account what hasn't ended, newest first; `unpaidSince` and `awaitsFirstPayment` aren't looked up. */
  listRunningPlans(startingAfter: string | null): Promise<PlanPage>
}
