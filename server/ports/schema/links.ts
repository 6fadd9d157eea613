import type { LinkKind, LinkState } from '@countersign/shared/features/links'

/** A link that somebody made for a team. The address isn't kept: whoever holds it could use it. */
export interface LinkTable {
  id: string
  kind: LinkKind
  staffId: string
  staffName: string
  /** Of the form: the same one of the same person is the same link. */
  requestKey: string
  /** Of what the form said. */
  fingerprint: string
  teamId: string
  /** null until a team that Stripe didn't know has bought. */
  customerStripeId: string | null
  /** Stripe was to know the buyer by this; null for a known customer. */
  buyerEmail: string | null
  ticket: string
  plan: string | null
  period: string | null
  priceStripeId: string | null
  quantity: number | null
  state: LinkState
  problem: string | null
  sessionStripeId: string | null
  total: number | null
  currency: string | null
  subscriptionStripeId: string | null
  sentTo: string | null
  mailKey: string | null
  /** How often it was mailed. */
  sends: number
  madeAt: number
  expiresAt: number | null
  completedAt: number | null
  /** Whoever moves it on asks Stripe: two replicas never ask for the same at once. */
  checkedAt: number
}

export interface LinkTables {
  link: LinkTable
}
