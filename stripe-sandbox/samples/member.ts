import type { Cadence, PlanName, SampleCurrency } from './catalogue.ts'

export interface SampleSubscription {
  readonly plan: PlanName
  readonly cadence?: Cadence
  readonly quantity?: number
  readonly metadata?: Readonly<Record<string, string>>
  readonly coupon?: string
  readonly trialDays?: number
  /** Sent by mail with that many days to pay, instead of charged. */
  readonly daysUntilDue?: number
  /** Days ago; when the member came unless said otherwise. */
  readonly since?: number
}

export interface Member {
  readonly key: string
  /** What is awkward about it. */
  readonly why: string
  /** The team id in the customer's metadata; null when there is none. */
  readonly team: string | null
  readonly name: string
  readonly email: string
  readonly currency?: SampleCurrency
  /** Days ago. */
  readonly since: number
  readonly card?: string | null
  readonly locale?: string
  readonly country?: string
  readonly subscriptions?: readonly SampleSubscription[]
}

export const team = (id: string) => ({ team: id })
