import type { Stripe } from 'stripe'
import type { Stored } from './stored.ts'

type Sent = Stored<Stripe.Subscription>

/** A change of a subscription that waits until its invoice is paid. */
export interface PendingChange {
  readonly invoice: string
  readonly reason: 'resume_on_attempt' | 'resume_on_success' | 'update'
  /** Whether an answer has shown it as pending; only then its end is told by events. */
  readonly isShown: boolean
  readonly fields: Pick<Sent, 'billing_cycle_anchor' | 'items' | 'status' | 'trial_end' | 'trial_start'>
  /** What is merged into the metadata. */
  readonly metadata: Stripe.MetadataParam | null
  readonly usageFrom: Readonly<Record<string, number>>
}

/** What the sandbox keeps with a subscription and never sends. */
export interface SubscriptionFields {
  /** The end of the trial that was announced. */
  readonly _trial_told?: number
  /** How many days ahead renewals are announced. */
  readonly _notice_days?: number | null
  /** The end of the period whose renewal was announced. */
  readonly _renewal_told?: number
  readonly _pending?: PendingChange | null
  /** From when the usage of an item counts, where that is not from the start of its period. */
  readonly _usage_from?: Readonly<Record<string, number>>
}
