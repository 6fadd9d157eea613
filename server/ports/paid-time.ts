/** What an invoice asked for one item and one period. */
export interface PaidTimeLine {
  readonly id: string
  readonly description: string
  /** After discounts. */
  readonly amount: number
  readonly periodStartsAt: string
  readonly periodEndsAt: string
}

/** An invoice of a subscription with lines that reach past a moment. */
export interface PaidTimeInvoice {
  readonly stripeId: string
  readonly currency: string
  readonly total: number
  /** With money or balance, less what was refunded or credited back since. */
  readonly paid: number
  readonly lines: readonly PaidTimeLine[]
}

export interface PaidTimeFacts {
  /** Every finalised invoice of the subscription that bills time after `at`, paid or not; voided ones are left out. */
  listInvoicesReaching(subscriptionStripeId: string, at: string): Promise<PaidTimeInvoice[]>
}
