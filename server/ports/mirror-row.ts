/** What the mirror keeps of an object of Stripe's; what the object doesn't have is empty. */
export interface MirrorRow {
  readonly stripeId: string
  readonly customerStripeId: string | null
  readonly name: string | null
  readonly email: string | null
  readonly currency: string | null
  readonly balance: number
  readonly status: string
  readonly number: string | null
  readonly total: number
  readonly code: string | null
  readonly couponStripeId: string | null
  readonly createdAt: number
  readonly isDeleted: boolean
  readonly metadata: Readonly<Record<string, string>>
}

export type MirrorResource = 'customers' | 'subscriptions' | 'invoices' | 'codes'
