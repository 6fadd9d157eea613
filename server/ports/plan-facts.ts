import type { StripeMetadata } from './request-metadata.ts'

export interface PlanItem {
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
  readonly items: readonly PlanItem[]
}

export interface PlanPage {
  readonly rows: readonly PlanSubscription[]
  readonly hasMore: boolean
}

/** Asked live; throws `GatewayError` when Stripe can't be asked. */
export interface PlanFacts {
  /** Every subscription of a customer, ended ones too. */
  listCustomerPlans(customerStripeId: string): Promise<PlanSubscription[]>
  /** Of the whole account what hasn't ended, newest first; `unpaidSince` isn't looked up. */
  listRunningPlans(startingAfter: string | null): Promise<PlanPage>
}
