/** A discount as it hangs on a running subscription, on one of its items, or on its customer. */
export interface HangingDiscount {
  readonly stripeId: string
  readonly couponStripeId: string
  /** null: no code was typed. */
  readonly promotionCodeStripeId: string | null
  readonly on: 'subscription' | 'item' | 'customer'
  readonly startedAt: string | null
  readonly endsAt: string | null
}

export interface DiscountedSubscription {
  readonly stripeId: string
  readonly customerStripeId: string
  readonly customerName: string | null
  readonly metadata: Readonly<Record<string, string>>
  readonly customerMetadata: Readonly<Record<string, string>>
  readonly discounts: readonly HangingDiscount[]
}

/** Asked live; throws `GatewayError` when Stripe can't be asked. */
export interface DiscountFacts {
  /** A page of the account's subscriptions that haven't ended, newest first, with what hangs on them. */
  listRunningDiscounts(
    startingAfter: string | null,
  ): Promise<{ readonly rows: readonly DiscountedSubscription[]; readonly hasMore: boolean }>
}
